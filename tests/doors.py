"""How an app declares its doors: `tests/<app>/access.py` holds `DOORS = {URL name: door}`.

    from baubau_pembinaan.accounts.choices import Role
    from tests.doors import PUBLIC, SIGNED_IN, STAFF, Door

    DOORS = {
        "portal:public-home": PUBLIC,                      # anybody, signed in or not
        "portal:home": SIGNED_IN,                          # any active account, even without a role
        "evaluations:survey-list": STAFF,                  # every role but the inspector's
        "evaluations:survey-create": {Role.ADMINISTRATOR, Role.LIBRARIAN},
        # An address with ids: the rows are made once per person who knocks (`world.users`, `world.library`).
        "accounts:person-detail": Door(STAFF, lambda world, user: {"pk": make_profile().pk}),
        # Several cases of one address: one's own row opens for all, somebody else's for administrators only.
        "accounts:contact": [
            Door(SIGNED_IN, lambda world, user: {"pk": user.profile.pk}),
            Door({Role.ADMINISTRATOR}, lambda world, user: {"pk": make_profile().pk}),
        ],
        # Only POST is served; a body that reaches the deed may be given.
        "notifications:read": Door(SIGNED_IN, own_message, get=False, data={"seen": "1"}),
        # Anybody reads, some write.
        "libraries:holidays": Door(STAFF, posts={Role.ADMINISTRATOR}),
    }
    ADMIN_OBJECTS = {Survey: lambda: make_survey()}        # rows model_bakery cannot make by itself

`tests/architecture/test_doors.py` knocks at every door as everybody below with every method that could open it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from baubau_pembinaan.accounts.choices import Role

ANONYMOUS = "anonymous"
NO_ROLE = "signed in without a role"
EVERYBODY = (ANONYMOUS, NO_ROLE, *Role.values)

PUBLIC = frozenset(EVERYBODY)
SIGNED_IN = PUBLIC - {ANONYMOUS}
STAFF = frozenset(Role.values) - {Role.INSPECTOR.value}
ROLES = frozenset(Role.values)
NOBODY: frozenset[str] = frozenset()


@dataclass
class World:
    """What stands in the database while the doors are tried."""

    users: dict[str, Any]  # by role, and NO_ROLE
    library: Any
    rows: dict[Any, Any] = field(default_factory=dict)  # made once for many doors of a room, see `Prepared`


class Prepared:
    """Rows that many doors of a room stand before, made once for who knocks; what a knock changes is taken back.

    `PREPARED = Prepared("evaluations")` stands in the room's `access.py`; where it declares a door it calls
    `PREPARED.often(key, make)` and asks what comes back: `found(world, user)`.
    """

    def __init__(self, room: str) -> None:
        self.room = room
        self.makers: dict[Any, Callable[[Any], Any]] = {}

    def often(self, key: Any, make: Callable[[Any], Any]) -> Callable[[World, Any], Any]:
        self.makers[key] = make
        return lambda world, user: world.rows[key] if key in world.rows else make(user)

    def into(self, world: World, user: Any) -> None:
        world.rows |= {key: make(user) for key, make in self.makers.items()}


@dataclass(frozen=True)
class Door:
    """Who gets in at one address. `who` reads (GET, HEAD); `posts`, where given, are those who may POST."""

    who: Collection[str]
    kwargs: Callable[[World, Any], Mapping[str, Any]] = lambda world, user: {}
    posts: Collection[str] | None = None
    get: bool = True
    post: bool = True
    query: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    csrf_exempt: bool = False
    any_answer: bool = False  # a step of the sign-in, which may send one back to its beginning

    def may(self, persona: str, method: str) -> bool:
        if method in ("GET", "HEAD"):
            return self.get and persona in self.who
        return self.post and persona in (self.who if self.posts is None else self.posts)


Declared = Door | Collection[str] | list[Door]


def cases(declared: Declared) -> list[Door]:
    """The doors behind one declared entry, whichever short form it was written in."""
    if isinstance(declared, Door):
        return [declared]
    if isinstance(declared, list):
        return declared
    return [Door(declared)]


AdminObjects = dict[type[models.Model], Callable[[], models.Model]]
