"""Hours of learning: what somebody has, and what is still missing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Exists, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.statements import Kept, KeptModels, KeptPart, among, blank
from training.choices import EnrolmentStatus, LedgerStatus, SessionStatus
from training.jp import jp_of_days, rate_for
from training.models import Enrolment, JpEntry, JpRate, JpTarget, JpYear, Meeting

from .verifying import with_revocation

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
    return totals_of([person.pk], year)[person.pk]


def summed(year: int, status: str) -> Coalesce:
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
    rows = rows.annotate(jp_verified=summed(year, LedgerStatus.VERIFIED), jp_target=target_subquery(year))
    return rows.values_list("jp_verified", "jp_target")


_VERIFIED_AND_TARGET = Kept(_verified_and_target)


def totals_of(people: list[int], year: int) -> dict[int, JpTotals]:
    """Key of a person -> JP of the year, for as many people as wanted in three statements."""
    planned = planned_jp(people, year)
    return {
        pk: JpTotals(year, target, planned.get(pk, NOTHING), earned, verified, closed)
        for pk, earned, verified, target, closed in _TOTALS.rows(people=people, year=year)
    }


def _totals() -> QuerySet[StaffProfile, Any]:
    year: Any = blank("year")
    rows = StaffProfile.objects.filter(pk__in=among("people")).order_by()
    rows = rows.annotate(
        jp_earned=summed(year, LedgerStatus.EARNED),
        jp_verified=summed(year, LedgerStatus.VERIFIED),
        jp_target=target_subquery(year),
        jp_closed=Exists(JpYear.objects.filter(year=year)),
    )
    return rows.values_list("pk", "jp_earned", "jp_verified", "jp_target", "jp_closed")


_TOTALS = Kept(_totals)


def planned_jp(people: list[int], year: int) -> dict[int, Decimal]:
    """Key -> JP of sessions of the year in which they have a seat and that are not settled yet. Two statements."""
    rates = _RATES.rows()
    totals: dict[int, Decimal] = {}
    rows = _PLANNED.rows(people=people, first=date(year, 1, 1), last=date(year, 12, 31))
    for person, form, scope, own_jp, ends_on, days, times in rows:
        whole = jp_of_days(rate_for(rates, form, scope, ends_on), own_jp, days=days or 0, meetings=times or 0)
        totals[person] = totals.get(person, NOTHING) + (whole or NOTHING)
    return totals


def _planned() -> QuerySet[Enrolment, Any]:
    meetings = Meeting.objects.filter(session=OuterRef("session")).order_by().values("session")
    ahead = Enrolment.objects.filter(
        profile__in=among("people"),
        status__in=[EnrolmentStatus.SEATED, EnrolmentStatus.ATTENDED],
        session__status=SessionStatus.OPEN,
        session__ends_on__gte=blank("first"),
        session__ends_on__lte=blank("last"),
        jp_entry__isnull=True,
    ).annotate(
        days=Subquery(meetings.annotate(n=Count("starts_at__date", distinct=True)).values("n")),
        times=Subquery(meetings.annotate(n=Count("pk")).values("n")),
    )
    programme = "session__programme"
    columns = ("profile", f"{programme}__form", f"{programme}__scope", f"{programme}__jp", "session__ends_on")
    return ahead.order_by().values_list(*columns, "days", "times")


_PLANNED = Kept(_planned)
_RATES = KeptModels(lambda: JpRate.objects.all())


def entries_of(person: StaffProfile, year: int) -> KeptPart[JpEntry]:
    """The person's ledger of the year, the newest first; to be cut as a list is."""
    return _ENTRIES.part(person=person.pk, year=year)


def _entries() -> QuerySet[JpEntry]:
    rows = JpEntry.objects.filter(profile=blank("person"), year=blank("year"))
    return with_revocation(rows).select_related("proof", "rate").order_by("-ends_on", "-pk")


_ENTRIES = KeptModels(_entries)
