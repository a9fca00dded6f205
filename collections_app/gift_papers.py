"""Papers of gifts, exchange and deposit: the thank-you letter and the handover minutes (BAST)."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka, hari_tanggal, rupiah, tanggal
from baubau_pembinaan.documents import letterhead
from baubau_pembinaan.documents.tree import Block, Document, KeyValues, Paragraph, Signer, Table
from collections_app.models import Gift, GiftLine

from .papers import OPEN, librarys_signer, named, paper


def thank_you_letter(gift: Gift, lines: Sequence[GiftLine]) -> Document:
    """Surat ucapan terima kasih: what is taken with thanks, and what is not taken and why."""
    day = gift.decided_on or gift.offered_on
    taken = [line for line in lines if line.is_accepted]
    refused = [line for line in lines if not line.is_accepted]
    blocks: list[Block] = [
        KeyValues([(_("To"), _who(gift)), (_("Address"), gift.address or "–"), (_("Subject"), _("Thanks"))]),
        Paragraph(_opening(gift)),
    ]
    if taken:
        copies = sum(line.copies for line in taken)
        blocks += [
            Paragraph(_("Our selection committee gladly takes the following titles into the collection:")),
            Table(
                [_("Line"), _("Title"), _("Copies")],
                [[str(n), named(line.title, line.author), angka(line.copies)] for n, line in enumerate(taken, start=1)],
                align=["end", "start", "end"],
                widths=[1, 10, 2],
                total=["", _("Total"), angka(copies)],
            ),
        ]
    if refused:
        blocks += [
            Paragraph(_("These titles we cannot take; please collect them or let us pass them on:")),
            Table(
                [_("Line"), _("Title"), _("Reason")],
                [
                    [str(n), named(line.title, line.author), line.reason.reader_text if line.reason else "–"]
                    for n, line in enumerate(refused, start=1)
                ],
                align=["end", "start", "start"],
                widths=[1, 6, 6],
            ),
        ]
    blocks += [
        Paragraph(_("Thank you for your attention and your care for reading in our city.")),
        letterhead.signature(day, librarys_signer(day)),
    ]
    return paper(_("Thank-you letter"), day, blocks, gift.thanks.text if gift.thanks else "")


def _who(gift: Gift) -> str:
    return f"{gift.giver} ({gift.contact_name})" if gift.contact_name else gift.giver


def _opening(gift: Gift) -> str:
    kind = str(gift.get_source_display()).lower()
    if gift.letter_no and gift.letter_on:
        return _("We thank you sincerely for your letter %(number)s of %(day)s and the books offered (%(kind)s).") % {
            "number": gift.letter_no,
            "day": tanggal(gift.letter_on),
            "kind": kind,
        }
    return _("We thank you sincerely for the books offered to the library on %(day)s (%(kind)s).") % {
        "day": tanggal(gift.offered_on),
        "kind": kind,
    }


def gift_minutes(gift: Gift, lines: Sequence[GiftLine]) -> Document:
    """Berita acara serah terima: what the giver handed over, what it is worth, no money of a fund."""
    day = gift.taken_on or gift.offered_on
    came = [line for line in lines if line.is_accepted]
    rows = [
        [
            str(position), named(line.title, line.author), angka(line.copies), rupiah(line.value_idr),
            rupiah(line.amount_idr),
        ]
        for position, line in enumerate(came, start=1)
    ]  # fmt: skip
    received_by = gift.received_by.name if gift.received_by else OPEN
    facts = [
        (_("Giver"), gift.giver),
        (_("Came by"), str(gift.get_source_display())),
        (_("Letter of the giver"), gift.letter_no or "–"),
    ]
    if gift.given_back:
        facts.append((_("Given in return"), gift.given_back))
    facts.append((_("Note"), gift.note or "–"))
    blocks: list[Block] = [
        Paragraph(
            _("On %(day)s the giver handed the following titles over to the library, free of charge to it.")
            % {"day": hari_tanggal(day)}
        ),
        KeyValues(facts),
        Paragraph(_("The titles handed over:")),
        Table(
            [_("Line"), _("Title"), _("Copies"), _("Value each"), _("Value")],
            rows,
            align=["end", "start", "end", "end", "end"],
            widths=[1, 8, 2, 3, 3],
            total=[
                "", _("Total"), angka(sum(line.copies for line in came)), "",
                rupiah(sum((line.amount_idr for line in came), Decimal(0))),
            ],
        ),
        letterhead.signature(
            day,
            Signer(_("Received by"), received_by),
            Signer(_("Handed over by"), gift.contact_name or OPEN, above=gift.giver if gift.contact_name else ""),
        ),
    ]  # fmt: skip
    return paper(_("Handover minutes"), day, blocks, gift.number.text if gift.number else "")
