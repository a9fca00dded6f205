"""Who gets in at the doors of complaints."""

from baubau_pembinaan.accounts.choices import Role
from evaluations.models import (
    Complaint,
    ComplaintCategory,
    ComplaintHandling,
    Procedure,
    ReferenceTally,
    RepairTicket,
    ServiceStandard,
)
from evaluations.services import repairs
from tests.doors import PUBLIC, ROLES, STAFF, Door
from tests.factories.accounts import make_person
from tests.factories.complaints import (
    answer,
    make_complaint,
    make_procedure,
    make_repair,
    make_standard,
    make_tick,
    route,
)
from tests.factories.libraries import make_service

MANAGERS = {Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD}
READERS = {*MANAGERS, Role.INSPECTOR}


def _code(ended=False):
    def kwargs(world, user):
        complaint = make_complaint()
        if ended:
            answer(complaint, make_person(Role.AGENCY_HEAD).user)
        return {"code": complaint.code}

    return kwargs


def _foreign(world, user):
    return {"pk": make_complaint().pk}


def _own(world, user):
    """One that the visitor looks into; without a profile it is somebody else's."""
    owner = getattr(user, "profile", None)
    return {"pk": route(make_complaint(), make_person(Role.AGENCY_HEAD).user, owner=owner).pk}


def _about(world, user):
    person = getattr(user, "profile", None)
    return {"pk": route(make_complaint(), make_person(Role.AGENCY_HEAD).user, person=person).pk}


def _service(world, user):
    return {"code": make_service().code}


def _any_service(world, user):
    make_service()
    return {}


DOORS = {
    "evaluations:service-pledge": Door(PUBLIC, _any_service, post=False),
    "evaluations:service-standard": Door(PUBLIC, _service, post=False),
    "evaluations:service-leaflet": Door(PUBLIC, _service, post=False),
    "evaluations:service-brochure": Door(PUBLIC, _service, post=False),
    "evaluations:complaint-form": PUBLIC,
    "evaluations:complaint-ask": Door(PUBLIC, post=False),
    "evaluations:complaint-status": Door(PUBLIC, _code(), post=False),
    "evaluations:complaint-reopen": Door(PUBLIC, _code(ended=True), get=False, data={"reason": "Masih mati."}),
    "evaluations:complaint-rate": Door(PUBLIC, _code(ended=True), get=False, data={"satisfaction": "4"}),
    "evaluations:complaint-list": Door(ROLES, post=False),
    "evaluations:complaint-xlsx": Door(ROLES, post=False),
    "evaluations:complaint-figures": Door(ROLES, post=False),
    "evaluations:complaint-record": STAFF,
    "evaluations:complaint-detail": [Door(READERS, _foreign, post=False), Door(ROLES, _own, post=False)],
    "evaluations:complaint-route": [Door(MANAGERS, _foreign), Door(MANAGERS, _own)],
    "evaluations:complaint-answer": [Door(MANAGERS, _foreign, get=False), Door(ROLES, _own, get=False)],
    "evaluations:complaint-note": [Door(MANAGERS, _foreign, get=False), Door(ROLES, _own, get=False)],
    "evaluations:complaint-reply": [
        Door(frozenset(), _foreign, get=False),
        Door(ROLES, _about, get=False, data={"reply": "Maaf."}),
    ],
}


def _own_tick(world, user):
    """One's own of today; without a profile it is somebody else's."""
    staff = getattr(user, "profile", None) or make_person(Role.LIBRARIAN)
    return {"pk": make_tick(staff=staff, result="unanswered").pk}


def _foreign_tick(world, user):
    return {"pk": make_tick(result="unanswered").pk}


DOORS |= {
    "evaluations:tally": Door(STAFF, data={"tap": "1:answered"}),
    "evaluations:tally-send": Door(STAFF, get=False, data={}, any_answer=True),
    "evaluations:tally-figures": Door(ROLES, post=False),
    "evaluations:tally-xlsx": Door(ROLES, post=False),
    "evaluations:tally-take-back": [Door(STAFF, _own_tick, get=False), Door(frozenset(), _foreign_tick, get=False)],
    "evaluations:tally-wish": Door(STAFF, _foreign_tick),
    "evaluations:tally-unanswered": Door(ROLES, post=False),
}


def _repair(world, user):
    return {"pk": make_repair().pk}


def _own_repair(world, user):
    ticket = make_repair()
    repairs.plan_repair(ticket=ticket, owner=getattr(user, "profile", None), due_on=None, by=None)
    return {"pk": ticket.pk}


DOORS |= {
    "evaluations:repair-list": Door(ROLES, post=False),
    "evaluations:repair-xlsx": Door(ROLES, post=False),
    "evaluations:repair-report": STAFF,
    "evaluations:repair-detail": Door(ROLES, _repair, post=False),
    "evaluations:repair-plan": Door(MANAGERS, _repair, get=False),
    "evaluations:repair-end": [
        Door(MANAGERS, _repair, get=False),
        Door(ROLES, _own_repair, get=False),
    ],
}


def _standard(world, user):
    return {"pk": make_standard().pk}


def _procedure(world, user):
    return {"pk": make_procedure().pk}


DOORS |= {
    "evaluations:standard-list": Door(ROLES, post=False),
    "evaluations:standard-xlsx": Door(ROLES, post=False),
    "evaluations:standard-add": MANAGERS,
    "evaluations:standard-detail": Door(ROLES, _standard, posts=MANAGERS),
    "evaluations:standard-edit": Door(MANAGERS, _standard),
    "evaluations:procedure-list": Door(ROLES, post=False),
    "evaluations:procedure-xlsx": Door(ROLES, post=False),
    "evaluations:procedure-add": MANAGERS,
    "evaluations:procedure-detail": Door(ROLES, _procedure, posts=MANAGERS),
    "evaluations:procedure-retire": Door(MANAGERS, _procedure, get=False),
}

ADMIN_OBJECTS = {
    ServiceStandard: make_standard,
    Procedure: make_procedure,
    RepairTicket: make_repair,
    ReferenceTally: make_tick,
    Complaint: make_complaint,
    ComplaintHandling: lambda: make_complaint().handling,
    ComplaintCategory: lambda: ComplaintCategory.objects.create(
        code=f"uji-{ComplaintCategory.objects.count()}", name="Uji"
    ),
}
