"""Who gets in at the outreach doors."""

from datetime import date, timedelta

from django.core.signing import Signer
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from outreach.choices import EventStatus, RegistrationStatus
from outreach.links import ARRIVAL, GUARDIAN, READING, SELF, TEST
from outreach.models import (
    Agreement,
    Campaign,
    ConsentText,
    Event,
    Facilitator,
    LessonPlan,
    Need,
    Notice,
    NoticeState,
    Observation,
    Partner,
    PartnerVisit,
    ReadingChallenge,
    RegistrationPolicy,
    StandingGroup,
    TopicPack,
)
from outreach.services.promotion import plan_post
from outreach.services.reading import Amount
from outreach.services.reading_log import give_certificates, log_reading
from tests.doors import NOBODY, PUBLIC, ROLES, Door
from tests.factories.accounts import make_profile
from tests.factories.outreach import (
    make_agreement,
    make_campaign,
    make_challenge,
    make_channel,
    make_event,
    make_facilitator,
    make_group,
    make_lesson,
    make_member,
    make_need,
    make_observation,
    make_pack,
    make_partner,
    make_photo,
    make_plan,
    make_reading_party,
    make_registration,
    make_session,
    make_visit,
    make_work,
)

HEADS = {Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.DIVISION_HEAD}
PLANNERS = {*HEADS, Role.LIBRARIAN}
DESK = {*PLANNERS, Role.SERVICE_OFFICER}


def _event(status=EventStatus.PUBLISHED, dated=True, mine=False):
    def kwargs(world, user):
        event = make_event(status=status, author=user if mine and user.pk else None)
        if dated:
            make_session(event)
        return {"pk": event.pk}

    return kwargs


def _session(status=EventStatus.PUBLISHED):
    return lambda world, user: {"pk": make_session(make_event(status=status)).pk}


def _led(dated=False):
    """A public event that whoever knocks leads; with `dated` its date."""

    def kwargs(world, user):
        session = make_session()
        if getattr(user, "profile", None):
            make_facilitator(session.event, user.profile)
        return {"pk": session.pk if dated else session.event_id}

    return kwargs


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
    # Who leads it corrects it, from whichever desk.
    "outreach:event-edit": [
        Door(PLANNERS, _event(EventStatus.DRAFT)),
        Door(HEADS, _event()),
        Door(DESK, _led()),
    ],
    "outreach:series-add": [Door(PLANNERS, _event(EventStatus.DRAFT)), Door(HEADS, _event())],
    "outreach:session-add": [Door(PLANNERS, _event(EventStatus.DRAFT)), Door(HEADS, _event())],
    "outreach:event-submit": Door(PLANNERS, _event(EventStatus.DRAFT), get=False),
    "outreach:event-approve": Door(HEADS, _event(EventStatus.SUBMITTED), get=False),
    "outreach:event-return": Door(HEADS, _event(EventStatus.SUBMITTED), get=False, data={"note": "Lengkapi"}),
    "outreach:event-publish": Door(PLANNERS, _event(EventStatus.APPROVED), get=False),
    "outreach:event-withdraw": Door(PLANNERS, _event(), get=False),
    "outreach:session-detail": Door(ROLES, _session(), post=False),
    "outreach:session-move": [Door(PLANNERS, _session()), Door(DESK, _led(dated=True))],
    "outreach:session-cancel": Door(PLANNERS, _session()),
}


def _registration(**fields):
    return lambda world, user: {"pk": make_registration(**fields).pk}


def _open_session(world, user):
    return {"pk": make_session(make_event(seats=5)).pk}


def _token(deed=""):
    def kwargs(world, user):
        token = Signer(salt=SELF).sign(make_registration().link_key)
        return {"token": token, "deed": deed} if deed else {"token": token}

    return kwargs


def _guardian(world, user):
    return {"token": Signer(salt=GUARDIAN).sign(make_registration(status=RegistrationStatus.UNCONFIRMED).link_key)}


def _minor():
    return make_registration(status=RegistrationStatus.UNCONFIRMED, registrant="younger", guardian_name="Ibu")


def _notice(world, user):
    row = make_registration()
    notice = Notice.objects.create(
        registration=row,
        key="x",
        phone="62811",
        subject="x",
        body="x",
        state=NoticeState.BY_HAND,
        made_at=row.queued_at,
    )
    return {"pk": notice.pk}


DOORS |= {
    "outreach:public-register": Door(PUBLIC, _open_session),
    "outreach:self-service": Door(PUBLIC, _token(), post=False),
    "outreach:self-change": Door(PUBLIC, _token()),
    "outreach:self-contact": Door(PUBLIC, _token()),
    "outreach:self-guardian": Door(PUBLIC, lambda world, user: {"token": Signer(salt=SELF).sign(_minor().link_key)}),
    "outreach:self-deed": Door(PUBLIC, _token("foto"), get=False),
    "outreach:guardian": Door(PUBLIC, _guardian),
    "outreach:guardian-contact": Door(
        PUBLIC, lambda world, user: {"token": Signer(salt=GUARDIAN).sign(_minor().link_key)}
    ),
    "outreach:guardian-deed": Door(PUBLIC, lambda world, user: {**_guardian(world, user), "deed": "foto"}, get=False),
    "outreach:registration-add": Door(DESK, _open_session),
    "outreach:registration-xlsx": Door(DESK, _open_session, post=False),
    "outreach:registration-detail": Door(DESK, _registration(), post=False),
    "outreach:registration-contact": Door(DESK, _registration()),
    "outreach:registration-guardian": Door(DESK, lambda world, user: {"pk": _minor().pk}),
    "outreach:registration-slip": Door(DESK, _registration(), get=False),
    "outreach:registration-deed": Door(
        DESK, lambda world, user: {"pk": make_registration().pk, "deed": "batal"}, get=False
    ),
    "outreach:notice-list": Door(DESK, post=False),
    "outreach:notice-sent": Door(DESK, _notice, get=False),
}


def _past(world, user):
    return {"pk": make_session(days=-1).pk}


def _today(world, user):
    return {"pk": make_session(starts_at=timezone.now()).pk}


def _photo(world, user):
    return {"pk": make_photo(make_session(days=-1)).pk}


DOORS |= {
    "outreach:arrive": Door(
        PUBLIC, lambda world, user: {"token": Signer(salt=ARRIVAL).sign(str(make_session(days=0).uid))}, any_answer=True
    ),
    "outreach:check-in": Door(DESK, _today),
    "outreach:check-in-send": Door(DESK, _today, get=False, any_answer=True),
    "outreach:door-poster": Door(DESK, _today, post=False),
    "outreach:report": Door(DESK, _past),
    "outreach:session-paper": Door(
        DESK, lambda world, user: {"pk": make_session().pk, "kind": "surat-tugas"}, posts=PLANNERS
    ),
    "outreach:session-photo": Door(DESK, _photo, post=False),
    "outreach:photo-remove": Door(DESK, _photo, get=False),
    "outreach:figures": Door(ROLES, post=False),
}


def _partner(world, user):
    return {"pk": make_partner().pk}


DOORS |= {
    "outreach:follow-up": Door(PUBLIC, any_answer=True),
    "outreach:event-poster": Door(ROLES, _event(), post=False),
    "outreach:partner-list": Door(ROLES, post=False),
    "outreach:partner-xlsx": Door(ROLES, post=False),
    "outreach:partner-add": Door(PLANNERS),
    "outreach:partner-detail": Door(ROLES, _partner, post=False),
    "outreach:partner-edit": Door(PLANNERS, _partner),
    "outreach:agreement-add": Door(PLANNERS, _partner),
    "outreach:visit-add": Door(PLANNERS, _partner),
}


def _need(**fields):
    return lambda world, user: {"pk": make_need(**fields).pk}


DOORS |= {
    "outreach:public-need": Door(PUBLIC),
    "outreach:public-need-ask": Door(PUBLIC, post=False),
    "outreach:public-need-status": Door(PUBLIC, lambda world, user: {"code": make_need().code}, post=False),
    "outreach:need-list": Door(ROLES, post=False),
    "outreach:need-xlsx": Door(ROLES, post=False),
    "outreach:need-map": Door(ROLES, post=False),
    "outreach:need-add": Door(DESK),
    "outreach:need-detail": Door(ROLES, _need(), post=False),
    "outreach:need-answer": Door(PLANNERS, _need(), get=False),
    "outreach:need-event": Door(PLANNERS, _need(), get=False),
    "outreach:need-deed": Door(
        PLANNERS, lambda world, user: {"pk": make_need(held_aside=True).pk, "deed": "simpan"}, get=False
    ),
}


def _challenge(world, user):
    return {"pk": make_challenge().pk}


def _reading(press=False, number=False, token=False):
    def kwargs(world, user):
        party = make_reading_party()
        day = timezone.localdate()
        [entry] = log_reading(
            party=party, numbers=None, day=day, amount=Amount(books=1 if press else 3), at=timezone.now()
        )
        if number:
            give_certificates(party=party, by=None, at=timezone.now())
        found = {"token": Signer(salt=READING).sign(party.link_key)} if token else {"pk": party.pk}
        if number:
            found["number"] = 1
        return found | ({"press": entry.press} if press else {})

    return kwargs


DOORS |= {
    "outreach:public-reading": Door(PUBLIC, post=False),
    "outreach:public-reading-join": Door(PUBLIC, _challenge),
    "outreach:reading": Door(PUBLIC, _reading(token=True)),
    "outreach:reading-certificate": Door(PUBLIC, _reading(token=True, number=True), post=False),
    "outreach:reading-forget": Door(PUBLIC, _reading(token=True), get=False),
    "outreach:challenge-list": Door(ROLES, post=False),
    "outreach:challenge-add": Door(PLANNERS),
    "outreach:challenge-detail": Door(ROLES, _challenge, post=False),
    "outreach:challenge-edit": Door(PLANNERS, _challenge),
    "outreach:challenge-xlsx": Door(DESK, _challenge, post=False),
    "outreach:party-add": Door(DESK, _challenge),
    "outreach:reading-party": Door(DESK, _reading()),
    "outreach:reading-take-back": Door(DESK, _reading(press=True), get=False),
    "outreach:certificates-give": Door(DESK, _reading(), get=False),
    "outreach:certificate": Door(DESK, _reading(number=True), post=False),
}


def _campaign(world, user):
    return {"pk": make_campaign().pk}


def _post(world, user):
    channel = make_channel()
    return {"pk": plan_post(channel=channel, day=channel.campaign.starts_on, text="Ayo").pk}


DOORS |= {
    "outreach:channel-ask": Door(PUBLIC, post=False),
    "outreach:channel": Door(PUBLIC, lambda world, user: {"code": make_channel().code}, post=False),
    "outreach:campaign-list": Door(ROLES, post=False),
    "outreach:campaign-add": Door(PLANNERS),
    "outreach:campaign-detail": Door(ROLES, _campaign, post=False),
    "outreach:campaign-edit": Door(PLANNERS, _campaign),
    "outreach:campaign-xlsx": Door(ROLES, _campaign, post=False),
    "outreach:channel-add": Door(PLANNERS, _campaign),
    "outreach:post-add": Door(PLANNERS, _campaign),
    "outreach:post-done": Door(PLANNERS, _post, get=False),
}


def _pack(world, user):
    return {"pk": make_pack().pk}


DOORS |= {
    "outreach:public-packs": Door(PUBLIC, post=False),
    "outreach:public-pack": Door(PUBLIC, _pack, post=False),
    "outreach:pack-list": Door(ROLES, post=False),
    "outreach:pack-add": Door(PLANNERS),
    "outreach:pack-edit": Door(PLANNERS, _pack),
    "outreach:pack-poster": Door(ROLES, _pack, post=False),
}


def _group(world, user):
    return {"pk": make_group().pk}


DOORS |= {
    "outreach:public-groups": Door(PUBLIC, post=False),
    "outreach:public-group": Door(PUBLIC, _group, post=False),
    "outreach:group-join": Door(PUBLIC, _group),
    "outreach:work-picture": Door(PUBLIC, lambda world, user: {"pk": make_work(drawn=True).pk}, post=False),
    "outreach:group-list": Door(ROLES, post=False),
    "outreach:group-add": Door(PLANNERS),
    "outreach:group-detail": Door(ROLES, _group, post=False),
    "outreach:group-edit": Door(PLANNERS, _group),
    "outreach:member-add": Door(DESK, _group),
    "outreach:group-xlsx": Door(DESK, _group, post=False),
    "outreach:work-add": Door(DESK, _group),
    "outreach:member-leave": Door(DESK, lambda world, user: {"pk": make_member().pk}, get=False),
    "outreach:work-deed": Door(DESK, lambda world, user: {"pk": make_work().pk, "deed": "tarik"}, get=False),
}


def _plan(world, user):
    return {"pk": make_plan().pk}


def _class(phase=""):
    def kwargs(world, user):
        pk = make_lesson().session_id
        return {"pk": pk, "phase": phase} if phase else {"pk": pk}

    return kwargs


def _test(world, user):
    return {"token": Signer(salt=TEST).sign(str(make_lesson().session.uid)), "phase": "awal"}


DOORS |= {
    "outreach:crew": Door(HEADS, post=False),
    "outreach:mini-test": Door(PUBLIC, _test),
    "outreach:plan-list": Door(ROLES, post=False),
    "outreach:plan-add": Door(PLANNERS),
    "outreach:plan-detail": Door(ROLES, _plan, post=False),
    "outreach:plan-edit": Door(PLANNERS, _plan),
    "outreach:plan-copy": Door(PLANNERS, _plan, get=False),
    "outreach:class": Door(ROLES, _class(), posts=DESK),
    "outreach:class-count": Door(DESK, _class("awal")),
    "outreach:class-observe": Door(PLANNERS, _class()),
}


def _facilitator(world, user):
    row = make_facilitator(make_event(status=EventStatus.DRAFT), make_profile())
    return {"pk": row.pk, "deed": "lepas"}


def _visit(world, user):
    return {"pk": make_visit(make_partner()).pk}


DOORS |= {
    "outreach:event-delete": Door(PLANNERS, _event(EventStatus.DRAFT), get=False),
    "outreach:session-delete": Door(PLANNERS, _session(EventStatus.DRAFT), get=False),
    "outreach:event-crew": [Door(PLANNERS, _event(EventStatus.DRAFT)), Door(HEADS, _event())],
    "outreach:crew-deed": Door(PLANNERS, _facilitator, get=False),
    "outreach:session-partner": Door(PLANNERS, _session()),
    "outreach:photos-looked": Door(DESK, _past, get=False),
    "outreach:registration-held": Door(DESK),
    "outreach:visit-edit": Door(PLANNERS, _visit),
    "outreach:post-edit": Door(PLANNERS, _post),
    "outreach:post-drop": Door(PLANNERS, _post, get=False),
    "outreach:party-withdraw": Door(DESK, _reading(), get=False),
    "outreach:reading-withdraw": Door(PUBLIC, _reading(token=True), get=False),
    "outreach:reading-undo": Door(PUBLIC, _reading(token=True, press=True), get=False),
}
DOORS["admin:outreach_need_add"] = NOBODY  # the portal gives it its code
ADMIN_OBJECTS = {
    Campaign: lambda: make_campaign(),
    Need: lambda: make_need(),
    TopicPack: lambda: make_pack(),
    StandingGroup: lambda: make_group(),
    LessonPlan: lambda: make_plan(),
    Observation: lambda: make_observation(make_session(days=-1), make_profile(), make_profile()),
    ReadingChallenge: lambda: make_challenge(),
    Agreement: lambda: make_agreement(make_partner()),
    PartnerVisit: lambda: make_visit(make_partner()),
    RegistrationPolicy: lambda: RegistrationPolicy.objects.create(
        valid_from=date(2000, 1, 1) + timedelta(days=RegistrationPolicy.objects.count())
    ),
    ConsentText: lambda: ConsentText.objects.create(
        purpose="foto", version=ConsentText.objects.count() + 10, text="Uji", valid_from=timezone.localdate()
    ),
    Event: lambda: make_event(status=EventStatus.DRAFT),
    Partner: make_partner,
    Facilitator: lambda: make_facilitator(make_event(), make_profile()),
}
