"""Who gets in at the collection's doors."""

from baubau_pembinaan.accounts.choices import Role
from tests.doors import PUBLIC, ROLES, Door
from tests.factories.collections_app import make_title

KEEPERS = {Role.ADMINISTRATOR, Role.DIVISION_HEAD, Role.LIBRARIAN}


def _title(world, user):
    return {"pk": make_title(copies=1).pk}


DOORS = {
    "collections_app:public-home": Door(PUBLIC, post=False),
    "collections_app:public-title": Door(PUBLIC, _title, post=False),
    "collections_app:home": Door(ROLES, post=False),
    "collections_app:title-xlsx": Door(ROLES, post=False),
    "collections_app:title-detail": Door(ROLES, _title, post=False),
    "collections_app:import": Door(KEEPERS),
    "collections_app:export": Door(KEEPERS, lambda world, user: {"form": "slims"}, post=False),
}
