"""What patrons said of the service point where a person worked: two unsur of closed periods, as aggregates alone.

Never an answer, never a comment, never a person beside another; a period with fewer people than the guard says is
named without figures. A point is counted for the days of the person's own appointment there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery

from baubau_pembinaan.accounts.models import Appointment
from baubau_pembinaan.libraries.models import ServicePoint
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


@dataclass(frozen=True)
class Stay:
    """Days of the year under review that the person's post names a service point."""

    point: ServicePoint
    first: date
    last: date


def stays_of(review: Review) -> list[Stay]:
    """The earliest first. One statement."""
    first, last = review.cycle.starts_on, review.cycle.ends_on
    rows = Appointment.objects.overlapping(first, last).filter(profile=review.person_id, service_point__isnull=False)
    return [
        Stay(row.service_point, max(row.starts_on, first), min(row.ends_on or date.max, last))
        for row in rows.select_related("service_point").order_by("starts_on", "pk")
    ]


def voice_of(review: Review, stays: Sequence[Stay] | None = None) -> list[Voice]:
    """Oldest first. One statement, and that of `stays_of` where it was not asked before."""
    stays = stays_of(review) if stays is None else stays
    newest = FrozenResult.objects.filter(period=OuterRef("pk")).order_by("-number").values("data")[:1]
    periods = (
        Period.objects.filter(
            survey__service_point__in={stay.point.pk for stay in stays},
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
            stay.point.pk == period.survey.service_point_id
            and stay.first <= period.starts_on
            and period.ends_on <= stay.last
            for stay in stays
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
