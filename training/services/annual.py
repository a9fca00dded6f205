"""The office's yearly plan (HCDP): drawn up from everybody's gaps (AKPK), handed in, approved.

From the moment it is handed in its lines stand, until whoever approves it opens it again, with a reason that is kept.
"""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.selectors import people_on
from baubau_pembinaan.core.history import acting
from training.choices import AnnualStatus
from training.models import AnnualLine, AnnualPlan, Competence, Programme
from training.selectors.gaps import gaps_of_many

LINE_FIELDS = ("programme", "competence", "activity", "participants", "month", "budget_idr", "budget_source")


class YearApproved(ValidationError):
    """An approved plan is the base of spending; it changes only after it was taken back."""

    def __init__(self) -> None:
        super().__init__(_("The yearly plan is approved and fixed. Whoever approves it can open it for changes."))


class YearHandedIn(ValidationError):
    """What lies before the head is what is approved."""

    def __init__(self) -> None:
        super().__init__(
            _("The yearly plan is handed in and takes no change. Whoever approves it can open it for changes.")
        )


class ReasonMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Say what is to change, or why it is opened."))


class YearNotSubmitted(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The yearly plan has not been handed in."))


class YearEmpty(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The yearly plan has no line yet."))


@transaction.atomic
def draft_year(*, year: int, on: date, by: Any) -> AnnualPlan:
    """The plan of the year, with a line for each programme that closes gaps of people, and one for each unit with a
    gap that no programme aims at, as rated in the year, else in the year before; the most people first.

    Drawn up again it gets lines for units that have none. Raises YearHandedIn, YearApproved.
    """
    with acting(by):
        plan, _made = AnnualPlan.objects.select_for_update().get_or_create(year=year)
        refuse_fixed(plan)
        lines = plan.lines.select_related("competence").prefetch_related("programme__competences")
        there = {unit.pk for line in lines for unit in line.units}
        people = list(people_on(on).order_by().values_list("pk", flat=True))
        needed: dict[Competence, set[int]] = {}
        for person, rows in gaps_of_many(people, year, on, or_before=True).items():
            for row in rows:
                if row.is_gap and row.competence.pk not in there:
                    needed.setdefault(row.competence, set()).add(person)
        programmes: dict[int, Programme] = {}
        wanted = Programme.objects.filter(is_active=True, competences__in=list(needed)).order_by("title", "pk")
        for programme in wanted.prefetch_related("competences"):
            for unit in programme.competences.all():
                programmes.setdefault(unit.pk, programme)
        lined: dict[Programme | Competence, tuple[Competence, set[int]]] = {}
        for unit, persons in sorted(needed.items(), key=lambda item: (-len(item[1]), item[0].code)):
            what = programmes.get(unit.pk, unit)
            first, before = lined.get(what, (unit, set()))
            lined[what] = first, before | persons
        for what, (unit, persons) in sorted(lined.items(), key=lambda item: (-len(item[1][1]), item[1][0].code)):
            aimed = what if isinstance(what, Programme) else None
            AnnualLine.objects.create(
                plan=plan,
                programme=aimed,
                competence=unit,
                activity=what.title,
                participants=len(persons),
                budget_idr=(aimed.budget_idr or 0) if aimed else 0,
                budget_source=aimed.budget_source if aimed else "",
            )
    return plan


@transaction.atomic
def write_line(*, plan: AnnualPlan, line: AnnualLine | None, by: Any, **fields: Any) -> AnnualLine:
    """Add or change a line; `fields` are LINE_FIELDS. Raises YearHandedIn, YearApproved."""
    _open_year(plan)
    row = line or AnnualLine(plan=plan)
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    with acting(by):
        row.save()
    return row


@transaction.atomic
def remove_line(*, line: AnnualLine, by: Any) -> None:
    """Raises YearHandedIn, YearApproved."""
    _open_year(line.plan)
    with acting(by):
        line.delete()


@transaction.atomic
def submit_year(*, plan: AnnualPlan, by: Any) -> AnnualPlan:
    """Hand it to the head of the agency. Raises YearHandedIn, YearApproved, YearEmpty."""
    locked = _open_year(plan)
    if not locked.lines.exists():
        raise YearEmpty
    locked.status = AnnualStatus.SUBMITTED
    with acting(by):
        locked.save()
    return locked


@transaction.atomic
def approve_year(*, plan: AnnualPlan, by: Any, at: datetime) -> AnnualPlan:
    """The head's yes; from now on its lines stand. Raises YearNotSubmitted."""
    locked = AnnualPlan.objects.select_for_update().get(pk=plan.pk)
    if not locked.is_submitted:
        raise YearNotSubmitted
    locked.status, locked.decided_at, locked.decided_by = AnnualStatus.APPROVED, at, by
    with acting(by):
        locked.save()
    return locked


@transaction.atomic
def return_year(*, plan: AnnualPlan, by: Any, at: datetime, note: str) -> AnnualPlan:
    """Back to drawing up, with what is to change or why; the history keeps who, when and the reason.

    Raises ReasonMissing, YearNotSubmitted.
    """
    if not note.strip():
        raise ReasonMissing
    locked = AnnualPlan.objects.select_for_update().get(pk=plan.pk)
    if locked.is_draft:
        raise YearNotSubmitted
    locked.status, locked.decided_at, locked.decided_by = AnnualStatus.DRAFT, at, by
    locked.note = note.strip()
    with acting(by, reason=note.strip()):
        locked.save()
    return locked


def _open_year(plan: AnnualPlan) -> AnnualPlan:
    locked = AnnualPlan.objects.select_for_update().get(pk=plan.pk)
    refuse_fixed(locked)
    return locked


def refuse_fixed(plan: AnnualPlan) -> None:
    """Raises YearHandedIn, YearApproved: its lines stand."""
    if plan.is_approved:
        raise YearApproved
    if plan.is_submitted:
        raise YearHandedIn
