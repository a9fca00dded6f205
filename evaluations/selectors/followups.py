"""What pages and reports read about follow-ups; each costs the same number of statements for one row and for many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.libraries.models import Unit
from evaluations.choices import FollowUpStatus, InstrumentKind, PeriodStatus
from evaluations.comparison import Change, Measure
from evaluations.models import FollowUp, FrozenResult, Period, Survey
from evaluations.models.followup import OPEN_STATUSES
from evaluations.models.instrument import in_language
from evaluations.skm import SkmResult

from .told import told_ids, told_of


def follow_ups(
    *,
    survey: Survey | None = None,
    status: str = "",
    unit: int | None = None,
    overdue_on: date | None = None,
    search: str = "",
) -> QuerySet[FollowUp]:
    """What must be done first comes first, what is settled last.

    overdue_on: only what is open and past its due date that day.
    """
    found = FollowUp.objects.select_related(
        "period__survey", "responsible", "unit", "competence_unit", "session__programme", "event", "demand"
    )
    if survey:
        found = found.filter(period__survey=survey)
    if status in FollowUpStatus.values:
        found = found.filter(status=status)
    if unit is not None:
        found = found.filter(unit=unit)
    if overdue_on:
        found = found.filter(status__in=OPEN_STATUSES, due_on__lt=overdue_on)
    if search:
        found = found.filter(
            Q(action__icontains=search)
            | Q(target__icontains=search)
            | Q(competence__icontains=search)
            | Q(responsible__name__icontains=search)
        )
    settled = Case(When(status__in=OPEN_STATUSES, then=0), default=1)
    return found.order_by(settled, F("due_on").asc(nulls_last=True), "-period__starts_on", "unsur", "pk")


def choices() -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """(id, name) of every survey and of every active unit, for the filters above the list. One statement."""
    surveys = Survey.objects.order_by().annotate(sort=Value("survey")).values_list("sort", "pk", "title", "title_en")
    units = Unit.objects.filter(is_active=True).order_by()
    both = surveys.union(units.annotate(sort=Value("unit"), en=Value("")).values_list("sort", "pk", "name", "en"))
    found: dict[str, list[tuple[int, str]]] = {"survey": [], "unit": []}
    for sort, pk, title, title_en in both.order_by("title", "pk"):
        found[sort].append((pk, in_language(title, title_en)))
    return found["survey"], found["unit"]


def of_period(period: Period) -> list[FollowUp]:
    return list(
        period.follow_ups.select_related(
            "responsible", "unit", "period__survey", "competence_unit", "session__programme", "event", "demand"
        ).order_by("unsur", "pk")
    )


# --- Before and after ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ClosedPeriod:
    """A closed period with the frozen result that is told of it."""

    period: Period
    result: FrozenResult

    def measure(self, unsur: str) -> Measure | None:
        for row in self.result.data["unsur"]:
            if row["key"] == unsur and row["nrr"] is not None:
                return _measure(row)
        return None


@dataclass(frozen=True)
class Comparison:
    """The unsur of a follow-up in its own period and in a later one."""

    before_key: str
    after_key: str
    after_on: date  # the day on which the later result was frozen
    change: Change

    @property
    def sentence(self) -> str:
        return change_words(self.change)


def closed_periods(survey_ids: Iterable[int] | None = None) -> dict[int, list[ClosedPeriod]]:
    """Survey id -> its closed periods with their result, oldest first; every SKM survey where none is named.

    The newest result, or the one told before that it comes too close to (selectors.told). One statement, three more
    where a period was closed again.
    """
    closings: dict[int, list[FrozenResult]] = {}
    chosen = (
        Q(period__survey__instrument__kind=InstrumentKind.SKM)
        if survey_ids is None
        else Q(period__survey__in=set(survey_ids))
    )
    rows = (
        FrozenResult.objects.filter(chosen, period__status=PeriodStatus.CLOSED)
        .select_related("period__survey", "instrument_version__instrument")
        .order_by("number")
    )
    for result in rows:
        closings.setdefault(result.period_id, []).append(result)
    again = [result for own in closings.values() if len(own) > 1 for result in own]
    known = told_ids(again) if again else (set[int](), set[int]())
    told = [told_of(own, *known) for own in closings.values()]
    found: dict[int, list[ClosedPeriod]] = {}
    for result in sorted(told, key=lambda r: (r.period.starts_on, r.period_id)):
        found.setdefault(result.period.survey_id, []).append(ClosedPeriod(result.period, result))
    return found


def comparisons(
    rows: Iterable[FollowUp], *, closed: dict[int, list[ClosedPeriod]] | None = None, until: date | None = None
) -> dict[int, Comparison]:
    """Follow-up id -> its unsur before and after, where a later period is closed (and began by `until`).

    After a deed that is done, the first period that began after it ended says what it changed; while there is none,
    and for deeds still open, the next closed period stands in.
    """
    rows = list(rows)
    closed = closed if closed is not None else closed_periods({row.period.survey_id for row in rows})
    found: dict[int, Comparison] = {}
    for row in rows:
        own = closed.get(row.period.survey_id, [])
        first = next((c for c in own if c.period.pk == row.period_id), None)
        later = [c for c in own if (c.period.starts_on, c.period.pk) > (row.period.starts_on, row.period_id)]
        later = [c for c in later if until is None or c.period.starts_on <= until]
        if first is None or not later:
            continue
        ended = row.ended_on if row.status == FollowUpStatus.DONE else None
        second = next((c for c in later if ended and c.period.starts_on > ended), later[0])
        before, after = first.measure(row.unsur), second.measure(row.unsur)
        if before and after:
            frozen_on = timezone.localdate(second.result.frozen_at)
            found[row.pk] = Comparison(first.period.key, second.period.key, frozen_on, Change(before, after))
    return found


def changes_since(before: Mapping[str, Any], result: SkmResult) -> dict[str, Change]:
    """Unsur -> the change since the period `before` ({key, data} of a frozen result), where both asked it."""
    kept = {row["key"]: row for row in before["data"]["unsur"] if row["nrr"] is not None}
    return {
        u.key: Change(_measure(kept[u.key]), Measure(n=u.n, nrr=u.nrr_3, counts=u.counts))
        for u in result.unsur
        if u.nrr_3 is not None and u.key in kept
    }


def _measure(row: Mapping[str, Any]) -> Measure:
    return Measure(n=row["n"], nrr=Decimal(row["nrr"]), counts=row.get("counts"))


def change_words(change: Change) -> str:
    """ "Naik 0,21; cukup untuk disimpulkan." in the reader's language (rulings 13)."""
    difference = change.difference
    amount = angka(abs(difference), 2)
    if difference == 0:
        return _("unchanged")
    if difference > 0:
        if change.is_conclusive:
            return _("up %(by)s; enough to conclude") % {"by": amount}
        return _("up %(by)s; not yet enough to conclude") % {"by": amount}
    if change.is_conclusive:
        return _("down %(by)s; enough to conclude") % {"by": amount}
    return _("down %(by)s; not yet enough to conclude") % {"by": amount}
