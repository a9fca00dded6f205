"""Who gets in at the doors of friendly-service observations and accreditation folders."""

from uuid import uuid4

from baubau_pembinaan.accounts.choices import Role
from evaluations.models import (
    AccreditationComponent,
    AccreditationEvidence,
    AccreditationRequirement,
    Behaviour,
    ServiceObservation,
)
from tests.doors import ROLES, STAFF, Door
from tests.factories.front import make_evidence, make_look

MANAGERS = {Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD}
KEEPERS = {*MANAGERS, Role.LIBRARIAN}


def _about_me(world, user):
    return {"pk": make_look(getattr(user, "profile", None)).pk}


def _by_me(world, user):
    profile = getattr(user, "profile", None)
    allowed = profile is not None and user.has_perm("evaluations.observe_service")
    return {"pk": make_look(observer=profile if allowed else None).pk}


def _foreign(world, user):
    return {"pk": make_look().pk}


def _folder(world, user):
    return {"pk": AccreditationComponent.objects.order_by("pk").first().pk}


def _paper(world, user):
    return {"pk": make_evidence().pk}


DOORS = {
    "evaluations:observation-list": Door(STAFF, post=False),
    "evaluations:observation-add": STAFF,
    "evaluations:observation-figures": Door(MANAGERS, post=False),
    "evaluations:observation-detail": [Door(STAFF, _about_me, post=False), Door(frozenset(), _foreign, post=False)],
    "evaluations:observation-decide": [
        Door(STAFF, _about_me, get=False, data={"kata": "setuju"}),
        Door(frozenset(), _foreign, get=False),
    ],
    "evaluations:observation-withdraw": [Door(STAFF, _by_me, get=False), Door(frozenset(), _foreign, get=False)],
    "evaluations:accreditation": Door(ROLES, post=False),
    "evaluations:accreditation-xlsx": Door(ROLES, post=False),
    "evaluations:accreditation-folder": Door(ROLES, _folder, posts=KEEPERS),
    "evaluations:evidence-remove": Door(KEEPERS, _paper, get=False),
}


def _component():
    return AccreditationComponent.objects.create(code=uuid4().hex[:20], title="Lain", weight=5)


ADMIN_OBJECTS = {
    Behaviour: lambda: Behaviour.objects.create(code=uuid4().hex[:20], title="Sopan"),
    ServiceObservation: lambda: make_look(),
    AccreditationComponent: _component,
    AccreditationRequirement: lambda: AccreditationRequirement.objects.create(
        component=_component(), code=uuid4().hex[:20], title="Bukti"
    ),
    AccreditationEvidence: lambda: make_evidence(),
}
