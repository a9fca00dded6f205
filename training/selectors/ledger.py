"""Hours of learning: what somebody has, and what is still missing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from baubau_pembinaan.accounts.models import StaffProfile
from training.choices import EnrolmentStatus, LedgerStatus, SessionStatus
from training.jp import jp_of_days, rate_for
from training.models import Enrolment, JpEntry, JpRate, JpTarget, JpYear

NOTHING = Decimal(0)


@dataclass(frozen=True)
class JpTotals:
    """JP of one person and year. Only `verified` counts; `earned` waits for verification; `planned` has a seat."""

    year: int
    target: int | None
    planned: Decimal
    earned: Decimal
    verified: Decimal
    is_closed: bool = False

    @property
    def missing(self) -> Decimal:
        """JP still to be verified to reach the target; 0 where it is reached or none is set."""
        return max(Decimal(self.target or 0) - self.verified, NOTHING)

    @property
    def is_reached(self) -> bool:
        return self.target is not None and self.verified >= self.target

    @property
    def is_on_its_way(self) -> bool:
        """Whether everything planned and earned would reach the target."""
        return self.target is not None and self.verified + self.earned + self.planned >= self.target


def target_of(employment_status: str, year: int) -> int | None:
    """JP a person of this status must reach; None where the office has set no target."""
    row = JpTarget.objects.filter(employment_status=employment_status, from_year__lte=year).first()
    return row.jp if row else None


def target_subquery(year: int, status: str = "employment_status") -> Subquery:
    """The target as a column beside people; `status` names their employment status."""
    rows = JpTarget.objects.filter(employment_status=OuterRef(status), from_year__lte=year).order_by("-from_year")
    return Subquery(rows.values("jp")[:1])


def jp_of(person: StaffProfile, year: int) -> JpTotals:
    """What the person has learnt in the year, in JP. Five statements."""
    sums = dict(
        JpEntry.objects.filter(profile=person, year=year)
        .order_by()
        .values("status")
        .annotate(total=Sum("jp"))
        .values_list("status", "total")
    )
    return JpTotals(
        year=year,
        target=target_of(person.employment_status, year),
        planned=planned_jp(person, year),
        earned=sums.get(LedgerStatus.EARNED, NOTHING),
        verified=sums.get(LedgerStatus.VERIFIED, NOTHING),
        is_closed=JpYear.objects.filter(year=year).exists(),
    )


def planned_jp(person: StaffProfile, year: int) -> Decimal:
    """JP of sessions in which the person has a seat and that are not settled yet."""
    ahead = Enrolment.objects.filter(
        profile=person,
        status__in=[EnrolmentStatus.SEATED, EnrolmentStatus.ATTENDED],
        session__status=SessionStatus.OPEN,
        session__ends_on__year=year,
    )
    rows = ahead.select_related("session__programme").prefetch_related("session__meetings")
    rates = list(JpRate.objects.all())
    total = NOTHING
    for enrolment in rows:
        session = enrolment.session
        rate = rate_for(rates, session.programme.form, session.programme.scope, session.ends_on or date(year, 12, 31))
        meetings = list(session.meetings.all())
        days = len({meeting.day for meeting in meetings})
        total += jp_of_days(rate, session.programme.jp, days=days, meetings=len(meetings)) or NOTHING
    return total


def entries_of(person: StaffProfile, year: int) -> QuerySet[JpEntry]:
    rows = JpEntry.objects.filter(profile=person, year=year)
    return rows.select_related("proof", "enrolment", "decided_by", "rate").order_by("-ends_on", "-pk")


def to_verify() -> QuerySet[JpEntry]:
    """Everything earned that waits for verification, oldest first."""
    rows = JpEntry.objects.filter(status=LedgerStatus.EARNED)
    return rows.select_related("profile", "proof", "enrolment__session").order_by("entered_at", "pk")
