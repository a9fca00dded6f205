"""The room's office papers as document trees: order letter and handover minutes (BAST)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.formats import angka, hari_tanggal, rupiah, tanggal
from baubau_pembinaan.core.terbilang import terbilang
from baubau_pembinaan.documents import letterhead
from baubau_pembinaan.documents.tree import Block, Document, KeyValues, Paragraph, Signer, Table
from baubau_pembinaan.libraries.models import Library
from collections_app.choices import LineDecision, WeedingDecision
from collections_app.models import (
    Order,
    OrderLine,
    Receipt,
    ReceiptLine,
    SelectionLine,
    SelectionSheet,
    WeedingLine,
    WeedingList,
)
from collections_app.selectors.money import Awaited

_WHOLLY = gettext_lazy(
    "On %(day)s the vendor handed the following titles over to the library; with them the order is complete."
)
_PARTLY = gettext_lazy(
    "On %(day)s the vendor handed the following titles over to the library; the order is not complete yet."
)
OPEN = "…………………………"


def paper(title: str, day: date, blocks: Sequence[Block], number: str, *, landscape: bool = False) -> Document:
    library = Library.current()
    return Document(
        title=title,
        date=day,
        blocks=blocks,
        letterhead=letterhead.letterhead(library),
        number=number,
        page=letterhead.page(library, landscape=landscape),
        author=library.name,
    )


def librarys_signer(day: date) -> Signer:
    return letterhead.default_signer(day) or Signer(OPEN, OPEN)


def named(title: str, author: str) -> str:
    return f"{title} / {author}" if author else title


def order_letter(order: Order, lines: Sequence[OrderLine]) -> Document:
    """Surat pesanan: what is ordered from whom, at which price, by when."""
    day = order.approved_on or order.made_on
    rows, total = [], 0
    for position, line in enumerate(lines, start=1):
        copies = line.copies - line.cancelled
        total += copies * line.price_idr
        rows.append(
            [
                str(position), named(line.title, line.author), line.isbn or "–", angka(copies), rupiah(line.price_idr),
                rupiah(copies * line.price_idr),
            ]
        )  # fmt: skip
    blocks: list[Block] = [
        KeyValues(
            [
                (_("To"), order.vendor.name),
                (_("Address"), order.vendor.address or "–"),
                (_("Subject"), order.subject),
                (_("Way of buying"), str(order.method)),
                (_("Fund"), f"{order.fund} · {order.fund.account_code}".rstrip(" ·")),
                (_("To arrive by"), tanggal(order.due_on) if order.due_on else "–"),
            ]
        ),
        Paragraph(_("We hereby order the following titles:")),
        Table(
            [_("Line"), _("Title"), "ISBN", _("Copies"), _("Price each"), _("Amount")],
            rows,
            align=["end", "start", "start", "end", "end", "end"],
            widths=[1, 7, 4, 2, 3, 3],
            total=["", _("Total"), "", "", "", rupiah(total)],
        ),
        Paragraph(_("In words: %(words)s rupiah.") % {"words": terbilang(int(total))}, italic=True),
        letterhead.signature(day, librarys_signer(day)),
    ]
    return paper(_("Order letter"), day, blocks, order.number_text)


def handover_minutes(receipt: Receipt, lines: Sequence[ReceiptLine], awaited: Sequence[Awaited] = ()) -> Document:
    """Berita acara serah terima (BAST): what the vendor handed over on that day, and what was still `awaited` then."""
    order = receipt.order
    rows = [
        [
            str(position), named(line.order_line.title, line.order_line.author), angka(line.copies),
            rupiah(line.order_line.price_idr), rupiah(line.order_line.price_idr * line.copies),
        ]
        for position, line in enumerate(lines, start=1)
    ]  # fmt: skip
    total = sum(line.order_line.price_idr * line.copies for line in lines)
    copies = sum(line.copies for line in lines)
    received_by = receipt.received_by.name if receipt.received_by else OPEN
    blocks: list[Block] = [
        *_taken_back(receipt),
        Paragraph((_PARTLY if awaited else _WHOLLY) % {"day": hari_tanggal(receipt.day)}),
        KeyValues(
            [
                (_("Vendor"), order.vendor.name),
                (_("Order"), order.number_text),
                (_("Delivery note"), receipt.delivery_note or "–"),
                (_("Fund"), str(order.fund)),
                (_("Note"), receipt.note or "–"),
            ]
        ),
        Paragraph(_("The titles handed over:")),
        Table(
            [_("Line"), _("Title"), _("Copies"), _("Price each"), _("Amount")],
            rows,
            align=["end", "start", "end", "end", "end"],
            widths=[1, 8, 2, 3, 3],
            total=["", _("Total"), angka(copies), "", rupiah(total)],
        ),
        *_still_awaited(awaited),
        letterhead.signature(
            receipt.day,
            Signer(_("Received by"), received_by),
            Signer(_("Handed over by"), order.vendor.contact_name or OPEN, above=order.vendor.name),
        ),
    ]
    return paper(_("Handover minutes"), receipt.day, blocks, receipt.number.text)


def _taken_back(receipt: Receipt) -> list[Block]:
    if receipt.back_on is None:
        return []
    said = _("TAKEN BACK on %(day)s, these minutes do not count: %(why)s")
    return [Paragraph(said % {"day": tanggal(receipt.back_on), "why": receipt.back_why})]


def _still_awaited(awaited: Sequence[Awaited]) -> list[Block]:
    if not awaited:
        return []
    rows = [
        [
            str(position), named(row.line.title, row.line.author), angka(row.wanted), angka(row.came),
            angka(row.left),
        ]
        for position, row in enumerate(awaited, start=1)
    ]  # fmt: skip
    return [
        Paragraph(_("Of this order the vendor still owes:")),
        Table(
            [_("Line"), _("Title"), _("Ordered"), _("Handed over so far"), _("Still missing")],
            rows,
            align=["end", "start", "end", "end", "end"],
            widths=[1, 8, 2, 3, 3],
            total=["", _("Total"), "", "", angka(sum(row.left for row in awaited))],
        ),
    ]


def selection_sheet(sheet: SelectionSheet, lines: Sequence[SelectionLine]) -> Document:
    """Lembar seleksi: titles in their order with points and reasons, decisions, room for the committee's hands."""
    rows = [
        [
            str(line.position), named(line.demand.title, line.demand.author), str(line.points), line.why or "–",
            angka(line.copies), rupiah(line.amount_idr),
            "" if line.decision == LineDecision.OPEN else str(line.get_decision_display()),
        ]
        for line in lines
    ]  # fmt: skip
    total = rupiah(sum((line.amount_idr for line in lines), Decimal(0)))
    blocks: list[Block] = [
        KeyValues(
            [
                (_("Fund"), str(sheet.fund)),
                (_("Money for this sheet"), rupiah(sheet.budget_idr)),
                (_("Decided on"), tanggal(sheet.decided_on) if sheet.decided_on else "–"),
            ]
        ),
        Paragraph(_("The titles laid before the selection committee, the heaviest first:")),
        Table(
            [_("Line"), _("Title"), _("Points"), _("Why"), _("Copies"), _("Amount"), _("Decision")],
            rows,
            align=["end", "start", "end", "start", "end", "end", "start"],
            widths=[1, 7, 2, 11, 2, 3, 3],
            total=["", _("Total"), "", "", "", total, ""],
        ),
        letterhead.signature(sheet.day, librarys_signer(sheet.day), Signer(_("Selection committee"), OPEN)),
    ]
    return paper(_("Selection sheet"), sheet.day, blocks, sheet.number.text, landscape=True)


def weeding_minutes(weeding: WeedingList, lines: Sequence[WeedingLine]) -> Document:
    """Berita acara penyiangan: what was looked at, what leaves the shelf, and the proposal to write it off."""
    day = weeding.decided_on or weeding.day
    out = [line for line in lines if line.decision == WeedingDecision.WITHDRAW]
    rows = [
        [
            str(position), line.item.inventory_code or line.item.code,
            named(line.item.title.title, line.item.title.authors), str(line.item.title.year or "–"),
            rupiah(line.item.price_idr) if line.item.price_idr is not None else "–",
        ]
        for position, line in enumerate(out, start=1)
    ]  # fmt: skip
    blocks: list[Block] = [
        Paragraph(
            _("On %(day)s the weeding committee looked at the copies that fall under the following rule.")
            % {"day": hari_tanggal(day)}
        ),
        KeyValues(
            [
                (_("Rule"), str(weeding.rule)),
                (_("Copies looked at"), angka(len(lines))),
                (_("Copies weeded out"), angka(len(out))),
                (_("Note"), weeding.note or "–"),
            ]
        ),
        Paragraph(_("The committee proposes to write the following copies off:")),
        Table(
            [_("Line"), _("Accession number"), _("Title"), _("Year"), _("Price")], rows,
            align=["end", "start", "start", "end", "end"], widths=[1, 3, 8, 2, 3],
        ),
        letterhead.signature(day, librarys_signer(day), Signer(_("Weeding committee"), OPEN)),
    ]  # fmt: skip
    return paper(_("Weeding minutes"), day, blocks, weeding.number.text if weeding.number else "")
