"""What the end of a JP year would settle, to be read before it is closed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from baubau_pembinaan.accounts.models import StaffProfile
from training.choices import LedgerStatus, SessionStatus
from training.models import JpEntry, JpYear, Session

from .ledger import NOTHING, summed, target_subquery


@dataclass(frozen=True)
class YearEnd:
    """`people` worked on the year's last day or have a row in its ledger; `below` of them stay under their target.

    `waiting` entries and `unfinished` sessions must be settled first.
    """

    year: int
    is_closed: bool
    people: int
    below: int
    without_target: int
    verified: int
    verified_jp: Decimal
    refused: int
    waiting: int
    unfinished: list[Session]

    @property
    def is_ready(self) -> bool:
        return not self.waiting and not self.unfinished


def unfinished_of(year: int) -> list[Session]:
    """Announced sessions of the year that nobody settled, in their order."""
    held = Session.objects.filter(status=SessionStatus.OPEN, ends_on__year=year).select_related("programme")
    return list(held.order_by("ends_on", "pk"))


def year_end(year: int) -> YearEnd:
    """Four statements."""
    last, entries = date(year, 12, 31), JpEntry.objects.filter(year=year)
    there = (Q(left_on=None) | Q(left_on__gte=last)) & (Q(joined_on=None) | Q(joined_on__lte=last))
    people = StaffProfile.objects.filter(there | Q(pk__in=entries.values("profile"))).order_by()
    each = people.annotate(has=summed(year, LedgerStatus.VERIFIED), asked=target_subquery(year))
    totals = list(each.values_list("has", "asked"))
    verified, refused = Q(status=LedgerStatus.VERIFIED), Q(status=LedgerStatus.REFUSED)
    counted = entries.aggregate(
        verified=Count("pk", filter=verified),
        jp=Sum("jp", filter=verified),
        refused=Count("pk", filter=refused),
        waiting=Count("pk", filter=Q(status=LedgerStatus.EARNED)),
    )
    return YearEnd(
        year=year,
        is_closed=JpYear.objects.filter(year=year).exists(),
        people=len(totals),
        below=sum(asked is not None and has < asked for has, asked in totals),
        without_target=sum(asked is None for _has, asked in totals),
        verified=counted["verified"],
        verified_jp=counted["jp"] or NOTHING,
        refused=counted["refused"],
        waiting=counted["waiting"],
        unfinished=unfinished_of(year),
    )
