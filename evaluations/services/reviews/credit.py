"""The last official figure, typed in once so that the simulation starts from it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.core.history import acting
from evaluations.models import CreditOpening
from evaluations.selectors.credit import credit_of

from .refusals import EditedMeanwhile, NotYours
from .writing import differences_of, token_of

FIELDS = ("level", "credit", "counted_until", "number")


def seen_credit(row: CreditOpening | None) -> str:
    return token_of(row, FIELDS) if row is not None and row.pk else ""


class PakInFuture(ValidationError):
    def __init__(self) -> None:
        super().__init__({"counted_until": _("An official PAK ends before today.")})


class PakOfOtherLevel(ValidationError):
    def __init__(self, level: Any) -> None:
        words = _("The post is %(level)s now: a PAK of another level does not count in the simulation.")
        super().__init__({"level": words % {"level": level}})


class PakBeforeLevel(ValidationError):
    def __init__(self, since: date) -> None:
        words = _("The time in this level begins on %(day)s: a PAK that ends before does not count in the simulation.")
        super().__init__({"counted_until": words % {"day": tanggal(since)}})


@transaction.atomic
def enter_official_credit(
    *,
    person: StaffProfile,
    by: Any,
    on: date,
    level: str,
    credit: Decimal,
    counted_until: date,
    number: str,
    seen: str | None = None,
) -> CreditOpening:
    """Put in the figure of the last PAK, or put a newer one in its place.

    `seen` is `seen_credit` of what the page showed. Raises PakInFuture, NotYours, EditedMeanwhile; PakOfOtherLevel and
    PakBeforeLevel, because the simulation would pass over it.
    """
    if not by.has_perm("evaluations.enter_credit", person):
        raise NotYours
    if counted_until > on:
        raise PakInFuture
    account = credit_of(person, on)
    if account.level is not None and account.level != level:
        raise PakOfOtherLevel(account.level.label)
    if account.since is not None and counted_until < account.since:
        raise PakBeforeLevel(account.since)
    StaffProfile.objects.select_for_update().get(pk=person.pk)
    row = CreditOpening.objects.filter(profile=person).first() or CreditOpening(profile=person)
    changes = {"level": level, "credit": credit, "counted_until": counted_until, "number": number}
    if seen is not None and seen != seen_credit(row):
        raise EditedMeanwhile(row, differences_of(row, changes))
    for name, value in changes.items():
        setattr(row, name, value)
    row.full_clean()
    with acting(by):
        row.save()
    return row
