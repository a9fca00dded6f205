"""The last official figure, typed in once so that the simulation starts from it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import acting
from evaluations.models import CreditOpening

from .refusals import NotYours


class PakInFuture(ValidationError):
    def __init__(self) -> None:
        super().__init__({"counted_until": _("An official PAK ends before today.")})


@transaction.atomic
def enter_official_credit(
    *, person: StaffProfile, by: Any, on: date, level: str, credit: Decimal, counted_until: date, number: str
) -> CreditOpening:
    """Put in the figure of the last PAK, or put a newer one in its place. Raises PakInFuture, NotYours."""
    if not by.has_perm("evaluations.enter_credit", person):
        raise NotYours
    if counted_until > on:
        raise PakInFuture
    StaffProfile.objects.select_for_update().get(pk=person.pk)
    row = CreditOpening.objects.filter(profile=person).first() or CreditOpening(profile=person)
    row.level, row.credit, row.counted_until, row.number = level, credit, counted_until, number
    row.full_clean()
    with acting(by):
        row.save()
    return row
