"""Digital resources: kept with their history; uses counted once a month."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from collections_app.models import DigitalResource, ResourceUse


class MonthNotBegun(ValidationError):
    def __init__(self) -> None:
        super().__init__({"month": _("This month has not begun.")})


def save_resource(*, resource: DigitalResource, by: Any) -> DigitalResource:
    with acting(by):
        resource.save()
    return resource


@transaction.atomic
def count_uses(*, resource: DigitalResource, month: date, uses: int, today: date) -> ResourceUse:
    """How often it was used in that month; a second count takes the place of the first. Raises MonthNotBegun."""
    first = month.replace(day=1)
    if first > today:
        raise MonthNotBegun
    row, _made = ResourceUse.objects.update_or_create(resource=resource, month=first, defaults={"uses": uses})
    return row
