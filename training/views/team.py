"""Whom a reader leads, whom a reader may enrol, and whose rows a page about the staff shows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.accounts.rules import is_administrator, profile_of
from baubau_pembinaan.accounts.selectors import people_on, staff_of
from baubau_pembinaan.libraries.models import Unit

OWN, EVERYBODY = "saya", "semua"


@dataclass(frozen=True)
class Team:
    """The people of a page, and the filter that chooses them; no filter where there is nothing to choose."""

    people: QuerySet[StaffProfile]
    filters: list[dict[str, Any]]


def led_by(request: HttpRequest) -> QuerySet[StaffProfile]:
    """Whom the reader leads today."""
    profile = profile_of(request.user)
    if profile is None:
        return StaffProfile.objects.none()
    return staff_of(profile, timezone.localdate()).order_by("name", "pk")


def nominable(request: HttpRequest) -> QuerySet[StaffProfile]:
    """Whom the reader may enrol: everybody for administrators, else those they lead today."""
    return _at_work(people_on(timezone.localdate())) if is_administrator(request.user) else led_by(request)


def team_of(request: HttpRequest) -> Team:
    """Whom the reader leads today; who reads the ledger may choose a unit or the whole office (`tim` in the address),
    and begins with the latter where they lead nobody."""
    own = led_by(request)
    if not request.user.has_perm("training.view_jpentry"):
        return Team(own, [])
    units = list(Unit.objects.order_by("name", "pk").annotate(leads=Exists(own)))  # asked along: one statement less
    options = [(EVERYBODY, _("The whole office")), *((str(unit.pk), unit.name) for unit in units if unit.is_active)]
    if units[0].leads if units else own.exists():
        options.insert(0, (OWN, _("My team")))
    asked = request.GET.get("tim", "")
    chosen = asked if asked in dict(options) else options[0][0]
    people = own if chosen == OWN else _at_work(people_on(timezone.localdate()))
    if chosen not in (OWN, EVERYBODY):
        inside = Appointment.objects.on(timezone.localdate()).filter(unit__in=_within(units, int(chosen)))
        people = people.filter(pk__in=inside.values("profile"))
    return Team(people, [{"name": "tim", "label": _("Whom"), "value": chosen, "options": options, "one": True}])


def _within(units: list[Unit], root: int) -> set[int]:
    """The unit and everything under it."""
    found, more = set(), {root}
    while more:
        found |= more
        more = {unit.pk for unit in units if unit.parent_id in more} - found
    return found


def _at_work(people: QuerySet[StaffProfile]) -> QuerySet[StaffProfile]:
    """The same people, without what lists of people bring along."""
    return StaffProfile.objects.filter(pk__in=people.order_by().values("pk")).order_by("name", "pk")
