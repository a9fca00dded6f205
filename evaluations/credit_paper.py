"""The simulation as a paper. It says in its title and at its end that it is no official PAK. Always in Indonesian."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.core.formats import angka, rentang_tanggal, tanggal
from baubau_pembinaan.documents import letterhead
from baubau_pembinaan.documents.tree import Align, Block, Document, Heading, KeyValues, Note, Paragraph, Table
from baubau_pembinaan.libraries.models import Library
from evaluations.selectors.credit import CreditAccount, Target

_ALIGN: list[Align] = ["start", "start", "end", "start", "end", "end", "end"]


def credit_paper(account: CreditAccount) -> Document:
    with override("id"):
        library, person, post = Library.current(), account.person, account.appointment
        opening = account.opening
        facts = [
            (_("Name"), person.full_name),
            ("NIP", person.nip_text or "–"),
            (_("Position"), str(post.position) if post else "–"),
            (_("Rank"), (post.golongan if post else "") or "–"),
            (_("As of"), tanggal(account.on)),
        ]
        provisional = f" ({_('provisional')})" if account.is_provisional else ""
        blocks: list[Block] = [
            KeyValues(facts),
            Heading(_("A. How it is counted"), 2),
            _table(account) if account.lines else Paragraph(_("There is no predikat yet that could be counted.")),
            Heading(_("B. Total"), 2),
            KeyValues(
                [
                    (
                        _("Official figure"),
                        _("%(credit)s (PAK %(number)s, counted until %(day)s)")
                        % {
                            "credit": angka(opening.credit, 2),
                            "number": opening.number,
                            "day": tanggal(opening.counted_until),
                        }
                        if opening
                        else "–",
                    ),
                    (_("Total in this level"), f"{angka(account.total, 2)}{provisional}"),
                    (_("Next grade"), _said(account.grade)),
                    (_("Next level"), _said(account.next_level)),
                ]
            ),
            Note(_("Each line is rounded for itself; the total is rounded once, from the exact figures.")),
            Note(_("Simulation, not an official PAK. The official figure is set by the competent officer.")),
        ]
        if account.formula:
            blocks.append(Note(_("Basis: %(source)s") % {"source": account.formula.source}))
        return Document(
            title=_("SIMULATION OF ANGKA KREDIT"),
            subtitle=_("simulation, not an official PAK"),
            date=account.on,
            blocks=blocks,
            letterhead=letterhead.letterhead(library),
            page=letterhead.page(library),
            language="id",
            author=library.name,
        )


def _table(account: CreditAccount) -> Table:
    provisional = _("provisional")
    rows = [
        [
            rentang_tanggal(line.starts_on, line.ends_on),
            str(line.level.label),
            str(line.months),
            str(line.predicate.label) if line.is_final else f"{line.predicate.label} ({provisional})",
            f"{angka(line.percent)} %",
            angka(line.coefficient, 2),
            angka(line.credit, 2) if line.is_counted else f"({angka(line.credit, 2)})",
        ]
        for line in account.lines
    ]
    return Table(
        [
            _("Period"),
            _("Level of the post"),
            _("Months"),
            _("Predikat"),
            _("Percent"),
            _("Coefficient a year"),
            _("Angka kredit"),
        ],
        rows,
        align=_ALIGN,
        widths=[4, 3, 2, 3, 2, 3, 3],
        caption=_("In brackets: not counted, of an earlier level or already in the official figure."),
    )


def _said(target: Target | None) -> str:
    if target is None:
        return "–"
    return _("%(name)s: %(needed)s needed, %(missing)s missing") % {
        "name": target.name,
        "needed": angka(target.needed, 2),
        "missing": angka(target.missing, 2),
    }
