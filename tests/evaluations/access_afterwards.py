"""Who gets in at the doors of what is asked after trainings and events."""

from django.core.signing import Signer

from baubau_pembinaan.accounts.choices import Role
from evaluations.links import INVITATION
from evaluations.models import Invitation, Survey
from tests.doors import PUBLIC, ROLES, Door
from tests.factories.invited import make_asked_session, make_invitation
from tests.factories.outreach import make_event, make_need
from tests.factories.training import make_programme, make_session

HEADS = {Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD}
MANAGERS = {*HEADS, Role.LIBRARIAN}


def _token(world, user):
    return {"token": Signer(salt=INVITATION).sign(make_invitation().key)}


def _link(world, user):
    return {"pk": make_invitation().pk}


def _survey(world, user):
    return {"pk": Survey.objects.get(training_session=make_asked_session()).pk}


DOORS = {
    "evaluations:invited": Door(PUBLIC, _token),
    "evaluations:invited-thanks": Door(PUBLIC, _token, post=False),
    "evaluations:invitations": Door(HEADS, _survey, post=False),
    "evaluations:invitation-revoke": Door(HEADS, _link),
    "evaluations:invitation-renew": Door(HEADS, _link, get=False),
    "evaluations:ask-about-session": Door(
        HEADS, lambda world, user: {"pk": make_session().pk}, get=False, data={"ask": "1"}
    ),
    "evaluations:ask-about-event": Door(
        MANAGERS, lambda world, user: {"pk": make_event().pk}, get=False, data={"ask": "1"}
    ),
    **{
        f"evaluations:need-begin-{step}": Door(
            may, lambda world, user: {"pk": make_need().pk}, get=False, data={"title": "Literasi digital"}
        )
        for step, may in (("training", HEADS), ("book", MANAGERS))
    },
    "evaluations:training-results": Door(ROLES, lambda world, user: {"pk": make_session().pk}, post=False),
    "evaluations:programme-results": Door(ROLES, lambda world, user: {"pk": make_programme().pk}, post=False),
}
ADMIN_OBJECTS = {Invitation: make_invitation}
