"""Who gets in at the doors of training."""

from datetime import timedelta

from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.doors import NOBODY, PUBLIC, ROLES, STAFF, Door
from tests.factories.training import (
    make_annual,
    make_assessment,
    make_association,
    make_attempt,
    make_certificate,
    make_competence,
    make_cost,
    make_draft,
    make_entry,
    make_exam,
    make_feed,
    make_framework,
    make_held,
    make_membership,
    make_note,
    make_pair,
    make_paper,
    make_peer,
    make_plan,
    make_programme,
    make_question,
    make_report,
    make_request,
    make_requirement,
    make_seated,
    make_session,
    make_step,
    make_visit,
    make_worker,
)
from training.models import (
    AnnualPlan,
    Assessment,
    Association,
    Attendance,
    Certificate,
    Competence,
    CompetenceExam,
    CompetenceFramework,
    CompetenceGroup,
    ConferenceReport,
    DevelopmentPlan,
    Enrolment,
    ExchangeVisit,
    ImpactReview,
    Interest,
    JpEntry,
    JpRate,
    JpTarget,
    JpYear,
    LevelStep,
    Material,
    Meeting,
    Membership,
    MentoringPair,
    PeerLibrary,
    PlanItem,
    PositionRequirement,
    PracticeNote,
    Programme,
    Session,
    SessionCost,
    SessionPaper,
    SubjectArea,
    TestAttempt,
    TestQuestion,
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


def _own_request(world, user):
    return {"pk": make_request(profile=getattr(user, "profile", None) or make_worker()).pk}


def _taught_seat(world, user):
    """A seat in a session that the reader teaches."""
    row = make_seated()
    if hasattr(user, "profile"):
        meeting = row.session.meetings.get()
        meeting.trainer = user.profile
        meeting.save()
    return {"pk": row.pk}


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
    "training:withdraw": [Door(ROLES, _own), Door(ROLES, _taught_seat), Door(PLANNERS, _foreign)],
    "training:decide": [
        Door(STAFF, _of_my_staff, get=False, data={"decision": "yes"}),
        Door({Role.ADMINISTRATOR}, _request_of_others, get=False, data={"decision": "yes"}),
        Door(NOBODY, _own_request, get=False, data={"decision": "yes"}),
    ],
    "training:approvals": Door(STAFF, post=False),
    "training:my-training": Door(STAFF, post=False),
    "training:my-training-xlsx": Door(STAFF, post=False),
    "training:teaching": Door(STAFF, post=False),
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
    "training:entry-remove": [Door(STAFF, _own_entry), Door(NOBODY, _foreign_entry)],
    "training:entry-mend": [Door(STAFF, _own_entry), Door(NOBODY, _foreign_entry)],
    "training:entry-uploaded": [Door(STAFF, _own_entry, get=False), Door(NOBODY, _foreign_entry, get=False)],
    "training:entry-proof": [Door(STAFF, _own_entry), Door(NOBODY, _foreign_entry)],
    "training:entry-decide": [
        Door({Role.ADMINISTRATOR}, _foreign_entry, get=False, data={"decision": "yes"}),
        Door(NOBODY, _own_entry, get=False, data={"decision": "yes"}),
    ],
    "training:entry-withdraw": [Door({Role.ADMINISTRATOR}, _foreign_entry), Door(NOBODY, _own_entry)],
    "training:verification": Door({Role.ADMINISTRATOR}, post=False),
    "training:decided": Door({Role.ADMINISTRATOR}, post=False),
    "training:team-jp": Door(ROLES, post=False),
    "training:team-jp-xlsx": Door(ROLES, post=False),
    "training:year-close": Door({Role.ADMINISTRATOR}),
}


def _me(world, user):
    return {"pk": user.profile.pk if hasattr(user, "profile") else make_worker().pk}


def _led_by_me(world, user):
    return {"pk": make_worker(supervisor=getattr(user, "profile", None)).pk}


def _stranger(world, user):
    return {"pk": make_worker().pk}


def _my_plan(world, user):
    return _plan(getattr(user, "profile", None) or make_worker())


def _plan_led_by_me(world, user):
    return _plan(make_worker(supervisor=getattr(user, "profile", None)))


def _plan_of_a_stranger(world, user):
    return _plan(make_worker())


def _plan(person):
    plan = make_plan(person)
    return {"pk": plan.profile_id, "year": plan.year}


def _item_of(kwargs):
    def find(world, user):
        found = kwargs(world, user)
        return {"pk": PlanItem.objects.get(plan__profile=found["pk"]).pk}

    return find


def _year(world, user):
    return {"year": make_annual().year}


def _line(world, user):
    line = make_annual().lines.get()
    return {"year": line.plan.year, "pk": line.pk}


READERS = {*PLANNERS, Role.INSPECTOR}
LEADERS = STAFF  # whoever leads the person, whatever the role
DOORS |= {
    "training:my-competences": Door(STAFF, post=False),
    "training:competences": [
        Door(ROLES, _me, posts=STAFF),
        Door(ROLES, _led_by_me, posts=LEADERS),
        Door(READERS, _stranger, posts={Role.ADMINISTRATOR}),
    ],
    "training:heat-map": Door(ROLES, post=False),
    "training:heat-map-xlsx": Door(ROLES, post=False),
    "training:my-plan": Door(STAFF, post=False),
    "training:plan": [Door(ROLES, _my_plan, post=False), Door(READERS, _plan_of_a_stranger, post=False)],
    "training:plan-pdf": [Door(ROLES, _my_plan, post=False), Door(READERS, _plan_of_a_stranger, post=False)],
    **{
        f"training:plan-{step}": [
            Door(STAFF, _my_plan, get=False),
            Door(NOBODY, _plan_led_by_me, get=False),
        ]
        for step in ("draft", "wishes", "submit")
    },
    **{
        f"training:plan-{step}": [
            Door(NOBODY, _my_plan, get=False),
            Door(LEADERS, _plan_led_by_me, get=False),
            Door({Role.ADMINISTRATOR}, _plan_of_a_stranger, get=False),
        ]
        for step in ("agree", "return")
    },
    "training:item-add": [Door(STAFF, _my_plan), Door({Role.ADMINISTRATOR}, _plan_of_a_stranger)],
    "training:item-edit": [Door(STAFF, _item_of(_my_plan)), Door({Role.ADMINISTRATOR}, _item_of(_plan_of_a_stranger))],
    "training:item-remove": [
        Door(STAFF, _item_of(_my_plan), get=False),
        Door({Role.ADMINISTRATOR}, _item_of(_plan_of_a_stranger), get=False),
    ],
    "training:item-settle": [
        Door(STAFF, _item_of(_my_plan), get=False),
        Door({Role.ADMINISTRATOR}, _item_of(_plan_of_a_stranger), get=False),
    ],
    "training:annual-now": Door(READERS, post=False),
    "training:annual": Door(READERS, _year, post=False),
    "training:annual-xlsx": Door(READERS, _year, post=False),
    "training:records-xlsx": Door(READERS, post=False),
    "training:annual-draft": Door(PLANNERS, _year, get=False),
    "training:annual-submit": Door(PLANNERS, _year, get=False),
    "training:annual-approve": Door({Role.ADMINISTRATOR, Role.AGENCY_HEAD}, _year, get=False),
    "training:annual-return": Door({Role.ADMINISTRATOR, Role.AGENCY_HEAD}, _year, get=False),
    "training:line-add": Door(PLANNERS, _year),
    "training:line-edit": Door(PLANNERS, _line),
    "training:line-remove": Door(PLANNERS, _line, get=False),
    "training:series": Door(PLANNERS, _programme),
}


def _impact(person=None):
    session = make_held(profiles=[person or make_worker()])
    return {"pk": ImpactReview.objects.get(enrolment__session=session).pk}


def _my(maker):
    return lambda world, user: {"pk": maker(getattr(user, "profile", None) or make_worker()).pk}


def _of_another(maker):
    return lambda world, user: {"pk": maker(make_worker()).pk}


def _this_year(world, user):
    return {"year": timezone.localdate().year}


DOORS |= {
    "training:questions": Door(PLANNERS, _programme),
    "training:question-retire": Door(PLANNERS, lambda world, user: {"pk": make_question().pk}, get=False),
    "training:test": Door(STAFF, lambda world, user: {"pk": make_session().pk, "moment": "sebelum"}),
    "training:pair-add": Door(PLANNERS),
    "training:visit-add": Door(STAFF),
    "training:peer-list": Door(STAFF, post=False),
    "training:peer-xlsx": Door(STAFF, post=False),
    "training:peer-add": Door(STAFF),
    "training:peer-edit": Door(STAFF, lambda world, user: {"pk": make_peer().pk}),
    "training:take-offer": [
        Door(STAFF, _own, get=False),
        Door(NOBODY, _foreign, get=False),
    ],
    "training:my-career": Door(STAFF, post=False),
    "training:career": [
        Door(ROLES, _me, post=False),
        Door(ROLES, _led_by_me, post=False),
        Door(READERS, _stranger, post=False),
    ],
    "training:exam-add": Door(PLANNERS, _stranger),
    "training:calendar": Door(STAFF),
    "training:calendar-revoke": Door(STAFF, get=False),
    "training:calendar-file": Door(PUBLIC, lambda world, user: {"token": make_feed().token}, post=False),
    "training:year": Door(READERS, _this_year, post=False),
    "training:year-xlsx": Door(READERS, _this_year, post=False),
    "training:session-office": Door(PLANNERS, _session, post=False),
    "training:paper-add": Door(PLANNERS, _session),
    "training:paper-pdf": Door(PLANNERS, lambda world, user: {"pk": make_paper().pk}, post=False),
    "training:paper-docx": Door(PLANNERS, lambda world, user: {"pk": make_paper().pk}, post=False),
    "training:paper-cancel": Door(
        PLANNERS, lambda world, user: {"pk": make_paper().pk}, data={"reason": "Salah ketik"}
    ),
    "training:paper-signed": Door(PLANNERS, lambda world, user: {"pk": make_paper().pk}),
    "training:cost-add": Door(PLANNERS, _session),
    "training:cost-remove": Door(PLANNERS, lambda world, user: {"pk": make_cost().pk}, get=False),
    "training:impact-list": Door(STAFF, post=False),
    "training:impact": [
        Door(STAFF, lambda world, user: _impact(getattr(user, "profile", None))),
        Door(LEADERS, lambda world, user: _impact(make_worker(supervisor=getattr(user, "profile", None)))),
        Door({Role.ADMINISTRATOR}, lambda world, user: _impact()),
    ],
    "training:past-import": Door({Role.ADMINISTRATOR}),
    "training:past-template": Door({Role.ADMINISTRATOR}, post=False),
    "training:network": Door(STAFF, post=False),
    "training:network-xlsx": Door(STAFF, post=False),
    "training:membership-add": Door(STAFF),
    "training:membership-edit": [Door(STAFF, _my(make_membership)), Door(NOBODY, _of_another(make_membership))],
    "training:report-add": Door(STAFF),
    "training:report-edit": [Door(STAFF, _my(make_report)), Door(NOBODY, _of_another(make_report))],
    "training:sharing-held": [Door(STAFF, _my(make_report)), Door(NOBODY, _of_another(make_report))],
    "training:note-list": Door(ROLES, post=False),
    "training:note-add": Door(STAFF),
    "training:note": Door(ROLES, _of_another(make_note), posts=STAFF),
    "training:note-edit": [Door(STAFF, _my(make_note)), Door(NOBODY, _of_another(make_note))],
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
    PositionRequirement: make_requirement,
    Assessment: make_assessment,
    DevelopmentPlan: make_plan,
    AnnualPlan: make_annual,
    Association: make_association,
    Membership: make_membership,
    ConferenceReport: make_report,
    ImpactReview: lambda: ImpactReview.objects.get(enrolment__session=make_held()),
    SessionPaper: make_paper,
    SessionCost: make_cost,
    PracticeNote: make_note,
    TestQuestion: make_question,
    TestAttempt: make_attempt,
    LevelStep: make_step,
    CompetenceExam: make_exam,
    MentoringPair: make_pair,
    PeerLibrary: make_peer,
    ExchangeVisit: make_visit,
    JpYear: lambda: JpYear.objects.create(year=next(_years), closed_at=timezone.now()),
}
