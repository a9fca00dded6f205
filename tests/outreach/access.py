"""Who gets in at the outreach doors."""

from baubau_pembinaan.accounts.choices import Role
from outreach.choices import EventStatus
from outreach.models import Event, Facilitator, Partner
from tests.doors import PUBLIC, ROLES, Door
from tests.factories.accounts import make_profile
from tests.factories.outreach import make_event, make_facilitator, make_partner, make_session

HEADS = {Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD}
PLANNERS = {*HEADS, Role.LIBRARIAN}


def _event(status=EventStatus.PUBLISHED, dated=True, mine=False):
    def kwargs(world, user):
        event = make_event(status=status, author=user if mine and user.pk else None)
        if dated:
            make_session(event)
        return {"pk": event.pk}

    return kwargs


def _session(status=EventStatus.PUBLISHED):
    return lambda world, user: {"pk": make_session(make_event(status=status)).pk}


DOORS = {
    "outreach:public-home": Door(PUBLIC, post=False),
    "outreach:public-event": Door(PUBLIC, _event(), post=False),
    "outreach:feed": Door(PUBLIC, post=False),
    "outreach:band-feed": Door(PUBLIC, lambda world, user: {"band": "anak"}, post=False),
    "outreach:event-ics": Door(PUBLIC, _event(), post=False),
    "outreach:session-ics": Door(PUBLIC, _session(), post=False),
    "outreach:home": Door(ROLES, post=False),
    "outreach:event-list": Door(ROLES, post=False),
    "outreach:event-xlsx": Door(ROLES, post=False),
    "outreach:event-add": Door(PLANNERS),
    "outreach:event-detail": Door(ROLES, _event(EventStatus.DRAFT), post=False),
    # A draft is everybody's who plans; a public event is its author's and the heads'.
    "outreach:event-edit": [Door(PLANNERS, _event(EventStatus.DRAFT)), Door(HEADS, _event())],
    "outreach:series-add": [Door(PLANNERS, _event(EventStatus.DRAFT)), Door(HEADS, _event())],
    "outreach:session-add": [Door(PLANNERS, _event(EventStatus.DRAFT)), Door(HEADS, _event())],
    "outreach:event-submit": Door(PLANNERS, _event(EventStatus.DRAFT), get=False),
    "outreach:event-approve": Door(HEADS, _event(EventStatus.SUBMITTED), get=False),
    "outreach:event-return": Door(HEADS, _event(EventStatus.SUBMITTED), get=False, data={"note": "Lengkapi"}),
    "outreach:event-publish": Door(PLANNERS, _event(EventStatus.APPROVED), get=False),
    "outreach:event-withdraw": Door(PLANNERS, _event(), get=False),
    "outreach:session-detail": Door(ROLES, _session(), post=False),
    "outreach:session-move": Door(PLANNERS, _session()),
    "outreach:session-cancel": Door(PLANNERS, _session()),
}
ADMIN_OBJECTS = {
    Event: lambda: make_event(status=EventStatus.DRAFT),
    Partner: make_partner,
    Facilitator: lambda: make_facilitator(make_event(), make_profile()),
}
