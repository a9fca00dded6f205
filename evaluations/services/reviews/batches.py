"""The papers of all persons of a unit in one PDF: asked for once, made in the background, for the asker alone."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.documents import letterhead
from baubau_pembinaan.documents import services as documents
from baubau_pembinaan.documents.models import ReportRun, RunStatus, StoredFile
from baubau_pembinaan.documents.render import to_pdf
from baubau_pembinaan.documents.tree import Block, Document, NewPaper, Note, Paragraph, Table
from baubau_pembinaan.libraries.models import Library, Unit
from evaluations.models import Review, ReviewCycle
from evaluations.paper_kinds import PAPERS
from evaluations.selectors.reviews import readable_in_unit
from evaluations.services import reporting
from evaluations.services.reporting import REVIEW_BATCH

FILE_APP = "review-batch"


class NobodyToPrint(ValidationError):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("There is no review in this unit and cycle that you may read."))


@transaction.atomic
def request_batch(*, cycle: ReviewCycle, unit: Unit, paper: str, by: Any, on: date, at: datetime) -> ReportRun:
    """Ask for the papers of a unit. Only reviews the asker may read are in it. KeyError for an unknown paper.

    Raises NobodyToPrint.
    """
    wanted = PAPERS[paper]
    pairs = readable_in_unit(by, cycle.pk, unit.pk, on)
    if not pairs:
        raise NobodyToPrint
    run = documents.request_run(
        report=REVIEW_BATCH,
        period=str(cycle.year),
        parameters={
            "cycle": cycle.pk,
            "unit": unit.pk,
            "paper": paper,
            "by": by.pk,
            "reviews": [review.pk for review, _access in pairs],
            "there": sum(wanted.may(access, review) for review, access in pairs),
            "people": Review.objects.filter(cycle=cycle, unit=unit).count(),
            "kind": "pdf",
        },
        by=by,
        at=at,
        anew=True,
    )
    if run.status == RunStatus.QUEUED:
        transaction.on_commit(lambda: reporting.wake([run.pk]))
    return run


def make(run: ReportRun) -> tuple[bytes, str]:
    """The PDF of a run and its name. Rights are asked again: what the asker may no longer read is left out."""
    asked, today = run.parameters, timezone.localdate()
    by = User.objects.get(pk=asked["by"])
    pairs = [
        (review, access)
        for review, access in readable_in_unit(by, asked["cycle"], asked["unit"], today)
        if review.pk in asked["reviews"]
    ]
    paper, unit = PAPERS[asked["paper"]], Unit.objects.get(pk=asked["unit"])
    with override("id"):
        rows: list[list[str]] = []
        papers: list[Block] = []
        for number, (review, access) in enumerate(pairs, start=1):
            there = paper.may(access, review)
            rows.append(
                [
                    str(number),
                    review.person.full_name,
                    review.person.nip_text or "–",
                    _state(review, asked["paper"], there),
                ]
            )
            if there:
                made = paper.make(review, today)
                papers += [NewPaper(made.title, made.subtitle, made.letterhead, made.running), *made.blocks]
            documents.report_progress(run_id=run.pk, percent=70 * number // len(pairs))
        library = Library.current()
        content = to_pdf(
            Document(
                title=_("PAPERS OF A UNIT: %(paper)s") % {"paper": str(paper.title).upper()},
                subtitle=f"{unit}, {run.period}",
                date=today,
                blocks=[
                    Table([_("Number"), _("Name"), "NIP", _("In this file")], rows, widths=[1, 5, 4, 3])
                    if rows
                    else Paragraph("–"),
                    *_left_out(asked, len(rows)),
                    *papers,
                ],
                letterhead=letterhead.letterhead(library),
                page=letterhead.page(library),
                language="id",
                author=library.name,
            )
        )
    return content, f"skp-{run.period}-{slugify(unit.name)}-{asked['paper']}.pdf"


def _left_out(asked: dict[str, Any], rows: int) -> list[Block]:
    """A word on those of the unit whom the asker neither leads nor heads."""
    others = Review.objects.filter(cycle=asked["cycle"], unit=asked["unit"]).count() - rows
    words = ngettext(
        "%(n)s more person of this unit is not in the list: you do not lead them.",
        "%(n)s more people of this unit are not in the list: you do not lead them.",
        others,
    )
    return [Note(words % {"n": others})] if others > 0 else []


def _state(review: Review, paper: str, there: bool) -> str:
    if not there and paper == "umpan-balik-360":
        return _("no, no closed round")
    return _("yes") if there else _("no, stage: %(stage)s") % {"stage": review.get_stage_display()}


def runs_by(user: Any) -> list[ReportRun]:
    """What this account asked for, the newest first."""
    rows = ReportRun.objects.filter(report=REVIEW_BATCH, requested_by=user).select_related("file")
    return list(rows.order_by("-requested_at", "-pk")[:20])


def may_read(user: Any, stored: StoredFile) -> bool:
    run = stored.runs.filter(report=REVIEW_BATCH).first()
    if run is None or not user.is_authenticated or run.requested_by_id != user.pk:
        return False
    asked = run.parameters
    now = {review.pk for review, _access in readable_in_unit(user, asked["cycle"], asked["unit"], timezone.localdate())}
    return set(asked["reviews"]) <= now
