"""Keeping what a standard came to in a year."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from evaluations.models import ServiceStandard, StandardValue


class CountedByItself(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This value is counted by the system; it is not written down."))


@transaction.atomic
def write_value(*, standard: ServiceStandard, year: int, value: Decimal, evidence: str = "", by: Any) -> StandardValue:
    """What a standard measured by hand came to; writing again corrects it. Raises CountedByItself."""
    locked = ServiceStandard.objects.select_for_update(of=("self",)).get(pk=standard.pk)
    if not locked.is_manual:
        raise CountedByItself
    row = StandardValue.objects.filter(standard=locked, year=year).first() or StandardValue(standard=locked, year=year)
    row.value, row.evidence = value, evidence
    with acting(by):
        row.save()
    return row
