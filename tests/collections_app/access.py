"""Who gets in at these doors."""

from baubau_pembinaan.accounts.choices import Role
from collections_app.models import Demand, Suggestion
from tests.doors import PUBLIC, ROLES, STAFF, Door
from tests.factories.collections_app import make_title
from tests.factories.suggestions import make_wish

MANAGERS = {Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD, Role.LIBRARIAN}


KEEPERS = {Role.ADMINISTRATOR, Role.DIVISION_HEAD, Role.LIBRARIAN}


def _title(world, user):
    return {"pk": make_title(copies=1).pk}


def _demand(world, user):
    return {"pk": make_wish().demand_id}


def _joined(world, user):
    from collections_app.services.suggestions import join_demands

    one, other = make_wish().demand, make_wish().demand
    join_demands(demand=one, into=other, by=None)
    return {"pk": one.pk}


DOORS = {
    "collections_app:public-home": Door(PUBLIC, post=False),
    "collections_app:public-title": Door(PUBLIC, _title, post=False),
    "collections_app:title-list": Door(ROLES, post=False),
    "collections_app:title-xlsx": Door(ROLES, post=False),
    "collections_app:title-detail": Door(ROLES, _title, post=False),
    "collections_app:import": Door(KEEPERS),
    "collections_app:export": Door(KEEPERS, lambda world, user: {"form": "slims"}, post=False),
    "collections_app:public-suggest": PUBLIC,
    "collections_app:public-ask": Door(PUBLIC, post=False),
    "collections_app:public-status": Door(PUBLIC, lambda world, user: {"code": make_wish().code}, post=False),
    "collections_app:home": Door(ROLES, post=False),
    "collections_app:demand-xlsx": Door(ROLES, post=False),
    "collections_app:suggest": STAFF,
    "collections_app:demand-detail": Door(ROLES, _demand, posts=MANAGERS),
    "collections_app:demand-join": Door(MANAGERS, _demand, get=False, data={"into": "0"}),
    "collections_app:demand-separate": Door(MANAGERS, _joined, get=False),
    "collections_app:wish-told": Door(MANAGERS, _demand, get=False, data={"wish": "0"}),
}

ADMIN_OBJECTS = {Demand: lambda: make_wish().demand, Suggestion: make_wish}
