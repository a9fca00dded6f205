"""The office's yearly training plan as a paper."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.core.formats import MONTHS, angka
from baubau_pembinaan.documents.letterhead import default_signer, letterhead, page, signature
from baubau_pembinaan.documents.tree import Block, Document, Paragraph, Table
from baubau_pembinaan.libraries.models import Library
from training.models import AnnualPlan


def year_document(plan: AnnualPlan) -> Document:
    """What is planned for whom, when and for how much; dated by the decision, else by the year's first day."""
    with override("id"):
        library = Library.current()
        day = timezone.localdate(plan.decided_at) if plan.decided_at else timezone.localdate().replace(month=1, day=1)
        lines = list(plan.lines.select_related("programme", "competence").prefetch_related("programme__competences"))
        rows = [
            [
                str(number),
                line.activity,
                ", ".join(unit.reader_title for unit in line.units) or "–",
                angka(line.participants),
                MONTHS["id"][line.month - 1] if line.month else "–",
                angka(line.budget_idr),
                line.budget_source or "–",
            ]
            for number, line in enumerate(lines, start=1)
        ]
        headers = [
            _("Number"), _("Activity"), _("Competence"), _("Participants"), _("Month"), _("Budget (rupiah)"),
            _("Source of funds"),
        ]  # fmt: skip
        total = angka(sum(line.budget_idr for line in lines))
        blocks: list[Block] = [
            Table(headers, rows, widths=[1, 4, 4, 1.8, 2, 2.4, 2.6]),
            Paragraph(_("Budget in all: Rp %(sum)s") % {"sum": total}),
        ]
        if signer := default_signer(day):
            blocks.append(signature(day, signer))
        return Document(
            title=_("YEARLY TRAINING PLAN"),
            subtitle=str(plan.year),
            date=day,
            blocks=blocks,
            letterhead=letterhead(library),
            page=page(library, landscape=True),
            language="id",
            author=library.name,
        )
