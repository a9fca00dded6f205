"""Who gets in at the doors of training."""

from datetime import timedelta

from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.doors import NOBODY, ROLES, STAFF, Door
from tests.factories.documents import make_number
from tests.factories.training import (
    make_competence,
    make_draft,
    make_framework,
    make_programme,
    make_request,
    make_seated,
    make_session,
    make_worker,
)
from training.models import (
    Attendance,
    Certificate,
    Competence,
    CompetenceFramework,
    CompetenceGroup,
    Enrolment,
    Interest,
    JpEntry,
    JpRate,
    JpTarget,
    JpYear,
    Material,
    Meeting,
    Programme,
    Session,
    SubjectArea,
)

PLANNERS = {Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD}


def _programme(world, user):
    return {"pk": make_programme().pk}


def _session(world, user):
    return {"pk": make_session().pk}


def _draft(world, user):
    return {"pk": make_draft().pk}


def _own(world, user):
    return {"pk": make_seated(profile=user.profile).pk if hasattr(user, "profile") else make_seated().pk}


def _foreign(world, user):
    return {"pk": make_seated().pk}


def _of_my_staff(world, user):
    leader = user.profile if hasattr(user, "profile") else None
    return {"pk": make_request(profile=make_worker(supervisor=leader)).pk}


def _request_of_others(world, user):
    return {"pk": make_request().pk}


def _material(world, user):
    material = Material.objects.create(programme=make_programme(), title="Bahan", link="https://example.org/")
    return {"pk": material.pk}


DOORS = {
    "training:home": Door(ROLES, post=False),
    "training:programme-list": Door(ROLES, post=False),
    "training:programme-xlsx": Door(ROLES, post=False),
    "training:programme-add": Door(PLANNERS),
    "training:programme-detail": Door(ROLES, _programme, post=False),
    "training:programme-edit": Door(PLANNERS, _programme),
    "training:programme-delete": Door(PLANNERS, _programme, get=False),
    "training:interest": Door(STAFF, _programme, get=False),
    "training:material-add": Door(PLANNERS, _programme),
    "training:material-remove": Door(PLANNERS, _material, get=False),
    "training:session-add": Door(PLANNERS, _programme),
    "training:session-detail": [Door(ROLES, _session, post=False), Door(PLANNERS, _draft, post=False)],
    "training:session-edit": Door(PLANNERS, _session),
    "training:session-meetings": Door(PLANNERS, _session),
    "training:session-announce": Door(PLANNERS, _draft, get=False),
    "training:session-cancel": Door(PLANNERS, _session),
    "training:participants-xlsx": Door({*PLANNERS, Role.INSPECTOR}, _session, post=False),
    "training:enrol": Door(STAFF, _session, get=False),
    "training:nominate": Door(STAFF, _session),
    "training:enrol-unit": Door(PLANNERS, _session),
    "training:withdraw": [Door(ROLES, _own), Door(PLANNERS, _foreign)],
    "training:decide": [
        Door(STAFF, _of_my_staff, get=False, data={"decision": "yes"}),
        Door({Role.ADMINISTRATOR}, _request_of_others, get=False, data={"decision": "yes"}),
    ],
    "training:approvals": Door(STAFF, post=False),
    "training:my-training": Door(STAFF, post=False),
    "training:my-training-xlsx": Door(STAFF, post=False),
    "training:framework-list": Door(ROLES, post=False),
    "training:framework-import": Door(PLANNERS),
    "training:framework-detail": Door(ROLES, lambda world, user: {"pk": make_framework().pk}, post=False),
    "training:framework-csv": Door(ROLES, lambda world, user: {"pk": make_framework().pk}, post=False),
}
DOORS |= {
    f"admin:training_{model}_{page}": Door(NOBODY, lambda world, user, kind=kind: {"object_id": kind().pk})
    if page == "delete"
    else Door(NOBODY)
    for model, kind in (("session", make_session),)
    for page in ("add", "delete")
}


def _attendance():
    enrolment = make_seated()
    return Attendance.objects.create(
        meeting=enrolment.session.meetings.get(),
        enrolment=enrolment,
        state="present",
        minutes=60,
        way="list",
        recorded_at=timezone.now(),
    )


def _certificate():
    return Certificate.objects.create(
        enrolment=make_seated(), number=make_number(), snapshot={}, issued_on=timezone.localdate()
    )


def _entry():
    today = timezone.localdate()
    return JpEntry.objects.create(
        profile=make_worker(),
        year=today.year,
        jp=4,
        title="Seminar Contoh",
        form="seminar",
        organiser="Perpusnas",
        starts_on=today,
        ends_on=today,
        entered_at=timezone.now(),
    )


_years = iter(range(1900, 1990))
_days = iter(range(1, 300))

ADMIN_OBJECTS = {
    CompetenceFramework: make_framework,
    CompetenceGroup: lambda: make_competence().group,
    Competence: make_competence,
    SubjectArea: lambda: SubjectArea.objects.create(code=f"bidang-{next(_days)}", title="Bidang Contoh"),
    Programme: make_programme,
    Session: make_session,
    Meeting: lambda: make_session().meetings.get(),
    Enrolment: make_seated,
    Interest: lambda: Interest.objects.create(programme=make_programme(), profile=make_worker(), since=timezone.now()),
    Attendance: _attendance,
    Certificate: _certificate,
    JpRate: lambda: JpRate.objects.create(
        form="workshop",
        scope="national",
        unit="day",
        jp=5,
        valid_from=timezone.localdate() + timedelta(days=next(_days)),
    ),
    JpTarget: lambda: JpTarget.objects.create(employment_status="pppk", from_year=next(_years), jp=20),
    JpEntry: _entry,
    JpYear: lambda: JpYear.objects.create(year=next(_years), closed_at=timezone.now()),
}
