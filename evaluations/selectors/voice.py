"""What patrons said of the service point where a person worked: two unsur of closed periods, as aggregates alone.

Never an answer, never a comment, never a person beside another; a period with fewer people than the guard says is
named without figures. A point is counted for the days of the person's own appointment there.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery

from baubau_pembinaan.accounts.models import Appointment
from evaluations.choices import InstrumentKind, PeriodStatus, Unsur
from evaluations.guard import SMALLEST_GROUP
from evaluations.models import FrozenResult, Period, Review

SHOWN = (Unsur.KOMPETENSI, Unsur.PERILAKU)


@dataclass(frozen=True)
class Voice:
    """One closed period of one point. `competence` and `conduct` are NRR from 1 to 4; None: too few answers."""

    period: Period
    place: str
    competence: Decimal | None
    conduct: Decimal | None

    @property
    def is_shown(self) -> bool:
        return self.competence is not None or self.conduct is not None


def voice_of(review: Review) -> list[Voice]:
    """Oldest first. Two statements."""
    cycle = review.cycle
    stays = [
        (row.service_point_id, max(row.starts_on, cycle.starts_on), min(row.ends_on or date.max, cycle.ends_on))
        for row in Appointment.objects.overlapping(cycle.starts_on, cycle.ends_on).filter(
            profile=review.person_id, service_point__isnull=False
        )
    ]
    newest = FrozenResult.objects.filter(period=OuterRef("pk")).order_by("-number").values("data")[:1]
    periods = (
        Period.objects.filter(
            survey__service_point__in={point for point, _first, _last in stays},
            survey__instrument__kind=InstrumentKind.SKM,
            status=PeriodStatus.CLOSED,
        )
        .annotate(frozen=Subquery(newest))
        .select_related("survey__service_point")
        .order_by("starts_on", "survey__code", "pk")
    )
    return [
        Voice(period, str(period.survey.service_point), *(_figure(period.frozen, unsur) for unsur in SHOWN))
        for period in periods
        if any(
            point == period.survey.service_point_id and first <= period.starts_on and period.ends_on <= last
            for point, first, last in stays
        )
    ]


def _figure(frozen: dict | None, unsur: str) -> Decimal | None:
    """The unsur's NRR, where enough people answered the survey and this question."""
    if not frozen or frozen["respondents"] < SMALLEST_GROUP:
        return None
    row = next((row for row in frozen["unsur"] if row["key"] == unsur), None)
    if row is None or row["nrr"] is None or row["n"] < SMALLEST_GROUP:
        return None
    return Decimal(row["nrr"])
