"""People to choose from in forms: their first rows come by a kept statement."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.selectors import people_on
from baubau_pembinaan.core.choosing import Choosable, people
from baubau_pembinaan.core.statements import KeptModels, among, blank


def people_choices(*also: int | None) -> Any:
    """People at work today, and those already named."""
    return _choosable(timezone.localdate(), [pk for pk in also if pk])


def people_field(*also: int | None, fields: int = 1) -> Choosable:
    """The same to choose from, on so many lists of a page."""
    wanted = [pk for pk in also if pk]
    return people(people_choices(*wanted), fields=fields, first=_PEOPLE.part(on=timezone.localdate(), also=wanted))


def _choosable(on: Any, also: Any) -> QuerySet[StaffProfile]:
    at_work = people_on(on).order_by().values("pk")
    return StaffProfile.objects.filter(Q(pk__in=at_work) | Q(pk__in=also)).order_by("name", "pk")


_PEOPLE = KeptModels(lambda: _choosable(blank("on"), among("also")))
