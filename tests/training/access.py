"""Who gets in at the doors of training."""

from datetime import timedelta

from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.doors import NOBODY, PUBLIC, ROLES, STAFF, Door
from tests.factories.training import (
    make_certificate,
    make_competence,
    make_draft,
    make_entry,
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


def _meeting(world, user):
    return {"pk": make_session().meetings.get().pk}


def _taught(world, user):
    meeting = make_session().meetings.get()
    if hasattr(user, "profile"):
        meeting.trainer = user.profile
        meeting.save()
    return {"pk": meeting.pk}


def _own_certificate(world, user):
    return {"pk": make_certificate(profile=getattr(user, "profile", None)).pk}


def _foreign_certificate(world, user):
    return {"pk": make_certificate().pk}


def _own_entry(world, user):
    return {"pk": make_entry(getattr(user, "profile", None)).pk}


def _foreign_entry(world, user):
    return {"pk": make_entry().pk}


DOORS |= {
    "training:attendance": [Door(PLANNERS, _meeting), Door(ROLES, _taught)],
    "training:check-in-poster": [Door(PLANNERS, _meeting, post=False), Door(ROLES, _taught, post=False)],
    "training:check-in": Door(STAFF, lambda world, user: {"token": make_session().meetings.get().token}),
    "training:attendance-xlsx": Door(PLANNERS, _session, post=False),
    "training:session-finish": Door(PLANNERS, _session, get=False),
    "training:session-reopen": Door(PLANNERS, _session, get=False),
    "training:certificates-issue": Door(PLANNERS, _session, get=False),
    "training:my-certificates": Door(STAFF, post=False),
    "training:certificate-list": Door({*PLANNERS, Role.INSPECTOR}, post=False),
    "training:certificate-xlsx": Door({*PLANNERS, Role.INSPECTOR}, post=False),
    "training:certificate-pdf": [
        Door(ROLES, _own_certificate, post=False),
        Door({*PLANNERS, Role.INSPECTOR}, _foreign_certificate, post=False),
    ],
    "training:certificate-revoke": Door(PLANNERS, _foreign_certificate),
    "training:certificate-reissue": Door(PLANNERS, _foreign_certificate, get=False),
    "training:certificate-signed": Door(PLANNERS, _foreign_certificate),
    "training:certificate-check": Door(PUBLIC, lambda world, user: {"code": make_certificate().code}, post=False),
    "training:my-jp": Door(STAFF, post=False),
    "training:my-jp-xlsx": Door(STAFF, post=False),
    "training:external-add": Door(STAFF),
    "training:entry-remove": [Door(STAFF, _own_entry, get=False), Door(NOBODY, _foreign_entry, get=False)],
    "training:entry-uploaded": [Door(STAFF, _own_entry, get=False), Door(NOBODY, _foreign_entry, get=False)],
    "training:entry-proof": [Door(STAFF, _own_entry), Door(NOBODY, _foreign_entry)],
    "training:entry-decide": Door({Role.ADMINISTRATOR}, _foreign_entry, get=False, data={"decision": "yes"}),
    "training:verification": Door({Role.ADMINISTRATOR}, post=False),
    "training:team-jp": Door(ROLES, post=False),
    "training:team-jp-xlsx": Door(ROLES, post=False),
    "training:year-close": Door({Role.ADMINISTRATOR}, get=False),
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
    Certificate: make_certificate,
    JpRate: lambda: JpRate.objects.create(
        form="workshop",
        scope="national",
        unit="day",
        jp=5,
        valid_from=timezone.localdate() + timedelta(days=next(_days)),
    ),
    JpTarget: lambda: JpTarget.objects.create(employment_status="pppk", from_year=next(_years), jp=20),
    JpEntry: make_entry,
    JpYear: lambda: JpYear.objects.create(year=next(_years), closed_at=timezone.now()),
}
