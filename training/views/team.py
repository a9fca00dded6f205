"""Whom a reader leads, whom a reader may enrol, and whose rows a page about the staff shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Exists, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.accounts.rules import is_administrator, profile_of
from baubau_pembinaan.accounts.selectors import people_on, staff_of, staff_of_key
from baubau_pembinaan.core.statements import Kept, KeptModels, KeptPart, among, blank
from baubau_pembinaan.libraries.models import Unit

OWN, EVERYBODY = "saya", "semua"


class People(Protocol):
    """People in their order, to be cut as a list is."""

    def __iter__(self) -> Iterator[StaffProfile]: ...

    def __getitem__(self, cut: slice) -> list[StaffProfile]: ...

    def keys(self) -> list[Any]: ...


@dataclass(frozen=True)
class Team:
    """The people of a page, and the filter that chooses them; no filter where there is nothing to choose."""

    people: People
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


def first_nominable(request: HttpRequest) -> KeptPart[StaffProfile]:
    """The same by a kept statement, to be cut."""
    profile, today = profile_of(request.user), timezone.localdate()
    if is_administrator(request.user):
        return _EVERYBODY.part(on=today)
    return _LED.part(leader=profile.pk if profile else None, on=today)


def team_of(request: HttpRequest) -> Team:
    """Whom the reader leads today; who reads the ledger may choose a unit or the whole office (`tim` in the address),
    and begins with the latter where they lead nobody."""
    profile, today = profile_of(request.user), timezone.localdate()
    leader = profile.pk if profile else None
    own = _LED.part(leader=leader, on=today)
    if not request.user.has_perm("training.view_jpentry"):
        return Team(own, [])
    units = _UNITS.rows(leader=leader, on=today)
    options = [
        (EVERYBODY, _("The whole office")),
        *((str(pk), name) for pk, name, _parent, active, _own in units if active),
    ]
    if units[0][4] if units else own[0:1]:
        options.insert(0, (OWN, _("My team")))
    asked = request.GET.get("tim", "")
    chosen = asked if asked in dict(options) else options[0][0]
    if chosen == OWN:
        people = own
    elif chosen == EVERYBODY:
        people = _EVERYBODY.part(on=today)
    else:
        parents = {pk: parent for pk, _name, parent, _active, _own in units}
        people = _INSIDE.part(on=today, units=list(_within(parents, int(chosen))))
    return Team(people, [{"name": "tim", "label": _("Whom"), "value": chosen, "options": options, "one": True}])


def _within(parents: dict[int, int | None], root: int) -> set[int]:
    """The unit and everything under it."""
    found, more = set(), {root}
    while more:
        found |= more
        more = {unit for unit, parent in parents.items() if parent in more} - found
    return found


def at_work() -> QuerySet[StaffProfile]:
    """Everybody working on the day `on`, a blank of kept statements."""
    return _at_work(people_on(blank("on")))


def led() -> QuerySet[StaffProfile]:
    """Whom the person `leader` leads on the day `on`, both blanks of kept statements."""
    return staff_of_key(blank("leader"), blank("on"))


def _at_work(people: QuerySet[StaffProfile]) -> QuerySet[StaffProfile]:
    """The same people, without what lists of people bring along."""
    return StaffProfile.objects.filter(pk__in=people.order_by().values("pk")).order_by("name", "pk")


def _inside() -> QuerySet[StaffProfile]:
    on: Any = blank("on")
    inside = Appointment.objects.on(on).filter(unit__in=among("units"))
    return _at_work(people_on(on)).filter(pk__in=inside.values("profile"))


def _units() -> QuerySet[Unit, Any]:
    """With whether the reader leads anybody: asked along, one statement less."""
    return Unit.objects.order_by("name", "pk").values_list("pk", "name", "parent", "is_active", Exists(led()))


_LED = KeptModels(lambda: led().order_by("name", "pk"))
_EVERYBODY = KeptModels(at_work)
_INSIDE = KeptModels(_inside)
_UNITS = Kept(_units)
