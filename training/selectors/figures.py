"""What learning came to between two days, in figures for reports. A training counts on its last day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from baubau_pembinaan.accounts.models import StaffProfile
from training.choices import EnrolmentStatus, LedgerStatus, SessionStatus
from training.models import ImpactReview, JpEntry, Session, SessionCost

from .ledger import NOTHING, target_subquery

_JP = DecimalField(max_digits=10, decimal_places=2)


@dataclass(frozen=True)
class HeldSession:
    """One training that ended in the period. `spent` in rupiah, None where no cost was written down."""

    pk: int
    title: str
    form: str
    starts_on: date
    ends_on: date
    seated: int
    completed: int
    no_show: int
    spent: int | None


def sessions_between(first: date, last: date) -> list[HeldSession]:
    """Announced or finished sessions whose last day lies in the period, in order. One statement."""
    held = [EnrolmentStatus.SEATED, EnrolmentStatus.ATTENDED, EnrolmentStatus.COMPLETED, EnrolmentStatus.NO_SHOW]
    costs = SessionCost.objects.filter(session=OuterRef("pk")).order_by().values("session")

    def number(*statuses: str) -> Count:
        return Count("enrolments", filter=Q(enrolments__status__in=statuses))

    rows: Any = Session.objects.filter(
        ends_on__range=(first, last), status__in=[SessionStatus.OPEN, SessionStatus.FINISHED]
    ).select_related("programme")
    rows = rows.annotate(
        seated=number(*held),
        completed=number(EnrolmentStatus.COMPLETED),
        missed=number(EnrolmentStatus.NO_SHOW),
        spent=Subquery(costs.annotate(total=Sum("amount_idr")).values("total")),
    )
    return [
        HeldSession(
            pk=row.pk,
            title=str(row),
            form=row.programme.get_form_display(),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            seated=row.seated,
            completed=row.completed,
            no_show=row.missed,
            spent=row.spent,
        )
        for row in rows.order_by("starts_on", "pk")
    ]


@dataclass(frozen=True)
class Learnt:
    """JP of trainings that ended in the period: verified ones count, `waiting` ones are not verified yet."""

    verified: Decimal
    waiting: Decimal
    trainings: int
    people: int


def learnt_between(first: date, last: date, people: QuerySet[StaffProfile] | None = None) -> Learnt:
    rows = JpEntry.objects.filter(ends_on__range=(first, last))
    if people is not None:
        rows = rows.filter(profile__in=people.order_by().values("pk"))
    good = Q(status=LedgerStatus.VERIFIED)
    sums = rows.aggregate(
        verified=Coalesce(Sum("jp", filter=good), NOTHING, output_field=_JP),
        waiting=Coalesce(Sum("jp", filter=Q(status=LedgerStatus.EARNED)), NOTHING, output_field=_JP),
        trainings=Count("pk", filter=good),
        people=Count("profile", filter=good, distinct=True),
    )
    return Learnt(**sums)


def entries_between(person: StaffProfile, first: date, last: date) -> list[JpEntry]:
    """What the person learnt, the newest first, refused entries left out. One statement."""
    rows = JpEntry.objects.filter(profile=person, ends_on__range=(first, last)).exclude(status=LedgerStatus.REFUSED)
    return list(rows.order_by("-ends_on", "-pk"))


@dataclass(frozen=True)
class JpLine:
    """One person's verified JP from the first of January to a day; `target` None where none is set for their status."""

    person: StaffProfile
    jp: Decimal
    target: int | None

    @property
    def is_reached(self) -> bool:
        return self.target is not None and self.jp >= self.target


def jp_until(people: QuerySet[StaffProfile], last: date) -> list[JpLine]:
    """Everybody's verified JP of `last`'s year, of trainings that ended by that day; by name. One statement."""
    mine = JpEntry.objects.filter(
        profile=OuterRef("pk"), year=last.year, ends_on__lte=last, status=LedgerStatus.VERIFIED
    )
    total = mine.order_by().values("profile").annotate(total=Sum("jp")).values("total")
    rows: Any = people.prefetch_related(None).select_related(None).order_by("name", "pk")
    rows = rows.annotate(
        jp_sum=Coalesce(Subquery(total), NOTHING, output_field=_JP), jp_wanted=target_subquery(last.year)
    )
    return [JpLine(row, row.jp_sum, row.jp_wanted) for row in rows]


@dataclass(frozen=True)
class Impact:
    """Evaluations three months after a training that fell due in the period; levels 1 to 4, None without answers."""

    due: int
    answered: int
    own: float | None
    leader: float | None


def impact_between(first: date, last: date) -> Impact:
    rows = ImpactReview.objects.filter(due_on__range=(first, last))
    both = Q(own_at__isnull=False, leader_at__isnull=False)
    return Impact(
        **rows.aggregate(
            due=Count("pk"), answered=Count("pk", filter=both), own=Avg(F("own_level")), leader=Avg(F("leader_level"))
        )
    )
