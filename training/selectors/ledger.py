"""Hours of learning: what somebody has, and what is still missing."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Exists, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.statements import Kept, blank
from training.choices import EnrolmentStatus, LedgerStatus, SessionStatus
from training.jp import jp_of_days, rate_for
from training.models import Enrolment, JpEntry, JpRate, JpTarget, JpYear, Meeting

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
    """What the person has learnt in the year, in JP. Three statements."""
    return totals_of(StaffProfile.objects.filter(pk=person.pk), year)[person.pk]


def _summed(year: int, status: str) -> Coalesce:
    """A person's JP of the year in this state, as a column beside people."""
    rows = JpEntry.objects.filter(profile=OuterRef("pk"), year=year, status=status).order_by().values("profile")
    jp = DecimalField(max_digits=8, decimal_places=2)
    return Coalesce(Subquery(rows.annotate(total=Sum("jp")).values("total")), NOTHING, output_field=jp)


def verified_and_target(person: StaffProfile, year: int) -> tuple[Decimal, int | None]:
    """JP that count in the year, and the target. One statement."""
    [(verified, target)] = _VERIFIED_AND_TARGET.rows(person=person.pk, year=year)
    return verified, target


def _verified_and_target() -> QuerySet[StaffProfile, Any]:
    rows = StaffProfile.objects.filter(pk=blank("person")).order_by()
    year: Any = blank("year")
    rows = rows.annotate(jp_verified=_summed(year, LedgerStatus.VERIFIED), jp_target=target_subquery(year))
    return rows.values_list("jp_verified", "jp_target")


_VERIFIED_AND_TARGET = Kept(_verified_and_target)


def totals_of(people: QuerySet[StaffProfile], year: int) -> dict[int, JpTotals]:
    """Person -> JP of the year, for as many people as wanted in three statements."""

    rows = people.order_by().annotate(
        jp_earned=_summed(year, LedgerStatus.EARNED),
        jp_verified=_summed(year, LedgerStatus.VERIFIED),
        jp_target=target_subquery(year),
        jp_closed=Exists(JpYear.objects.filter(year=year)),
    )
    planned = planned_jp(people, year)
    return {
        pk: JpTotals(year, target, planned.get(pk, NOTHING), earned, verified, closed)
        for pk, target, earned, verified, closed in rows.values_list(
            "pk", "jp_target", "jp_earned", "jp_verified", "jp_closed"
        )
    }


def planned_jp(people: QuerySet[StaffProfile], year: int) -> dict[int, Decimal]:
    """Person -> JP of sessions of the year in which they have a seat and that are not settled yet."""
    meetings = Meeting.objects.filter(session=OuterRef("session")).order_by().values("session")
    ahead = Enrolment.objects.filter(
        profile__in=people.order_by().values("pk"),
        status__in=[EnrolmentStatus.SEATED, EnrolmentStatus.ATTENDED],
        session__status=SessionStatus.OPEN,
        session__ends_on__year=year,
        jp_entry__isnull=True,
    ).annotate(
        days=Subquery(meetings.annotate(n=Count("starts_at__date", distinct=True)).values("n")),
        times=Subquery(meetings.annotate(n=Count("pk")).values("n")),
    )
    programme = "session__programme"
    columns = ("profile", f"{programme}__form", f"{programme}__scope", f"{programme}__jp", "session__ends_on")
    rows = list(ahead.order_by().values_list(*columns, "days", "times"))
    rates = list(JpRate.objects.all())
    totals: dict[int, Decimal] = {}
    for person, form, scope, own_jp, ends_on, days, times in rows:
        whole = jp_of_days(rate_for(rates, form, scope, ends_on), own_jp, days=days or 0, meetings=times or 0)
        totals[person] = totals.get(person, NOTHING) + (whole or NOTHING)
    return totals


def entries_of(person: StaffProfile, year: int) -> QuerySet[JpEntry]:
    rows = JpEntry.objects.filter(profile=person, year=year)
    return rows.select_related("proof", "enrolment", "decided_by", "rate").order_by("-ends_on", "-pk")


def to_verify() -> QuerySet[JpEntry]:
    """Everything earned that waits for verification, oldest first."""
    rows = JpEntry.objects.filter(status=LedgerStatus.EARNED)
    return rows.select_related("profile", "proof", "enrolment__session").order_by("entered_at", "pk")
