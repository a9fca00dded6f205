"""Photos: a class is on none until its school answers for it; a consent taken back is heard of and looked after."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from baubau_pembinaan.notifications.models import Message
from outreach import selectors
from outreach.choices import RegistrationKind
from outreach.links import self_service_path
from outreach.models import Consent, ConsentWay, Purpose
from outreach.services import groups, own_data
from outreach.services.consents import write_answers
from outreach.services.party import AlreadyRegistered
from outreach.services.photo_care import photos_looked_through
from outreach.services.registering import register
from tests.factories.accounts import make_profile
from tests.factories.outreach import (
    make_event,
    make_facilitator,
    make_group,
    make_member,
    make_party,
    make_registration,
    make_session,
)
from tests.outreach.test_registration_pages import fill, words_on

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def make_class(session, **fields):
    words = {"kind": RegistrationKind.GROUP, "school": "SD Contoh, 4A", "seats": 25, "group_band": "anak"}
    return make_registration(session, **words, **fields)


def agree(row, purpose=Purpose.PHOTO):
    write_answers(row, {purpose: True}, name="Wali", way=ConsentWay.PAPER, at=now() - timedelta(days=1), by=None)


def test_a_class_is_on_no_photo_until_its_school_answers_for_it(client):
    session = make_session(make_event(seats=60, takes_groups=True))
    row = make_class(session)
    agree(row)  # the words of one participant bind no class
    assert selectors.registrations.without_photos(session) == ["SD Contoh, 4A"]
    assert selectors.attendance.roster(session)[0].no_photos
    page = self_service_path(row)
    client.post(f"{page}foto/", {"photo": "yes", "words": words_on(client, page)})
    assert selectors.registrations.without_photos(session) == []
    assert not selectors.attendance.roster(session)[0].no_photos
    given = row.consents.get(text__purpose=Purpose.CLASS_PHOTO)
    assert given.holds
    assert "sekolah" in given.text.text
    client.post(f"{page}foto/", {"photo": "no"})
    assert selectors.registrations.without_photos(session) == ["SD Contoh, 4A"]


def test_the_form_of_a_class_asks_for_the_schools_word(client):
    session = make_session(make_event(seats=60, takes_groups=True))
    fill(client, session, kind="kelas", school="SD A", size="20", group_band="anak", photo="yes")
    fill(client, session, kind="kelas", school="SD B", size="20", group_band="anak", phone="0812 1111 2222")
    purposes = list(Consent.objects.values_list("registration__school", "text__purpose", "is_given"))
    assert sorted(purposes) == [("SD A", "kelas", True), ("SD B", "kelas", False)]


@pytest.fixture
def leader(staff_user):
    return staff_user("Pustakawan").profile


@pytest.fixture
def held(leader):
    """A date that began an hour ago, with its leader."""
    session = make_session(make_event(seats=60), starts_at=now() - timedelta(hours=1))
    make_facilitator(session.event, leader)
    make_facilitator(session.event, make_profile(), role="pendamping")
    return session


def told() -> list:
    return list(Message.objects.filter(url__contains="/tanggal/").values_list("recipient", flat=True))


@pytest.mark.parametrize(
    "take_back",
    [
        lambda row: own_data.answer_about_photos(registration=row, agrees=False, at=now(), way=ConsentWay.WEB),
        lambda row: own_data.withdraw_attendance(registration=row, at=now()),
        lambda row: own_data.forget_me(registration=row, at=now()),
    ],
)
def test_a_consent_taken_back_is_heard_of_and_marks_the_date(held, leader, take_back, client_as):
    row = make_registration(held)
    agree(row)
    take_back(row)
    held.refresh_from_db()
    assert held.photos_withdrawn_at
    assert told() == [leader.user_id]
    client = client_as("Pustakawan")
    page = f"/staf/kegiatan/tanggal/{held.pk}/"
    assert "foto-ditinjau" in client.get(page).content.decode()
    client.post(f"{page}foto-ditinjau/", {"since": "2020-01-01T00:00:00+00:00"})
    held.refresh_from_db()
    assert held.photos_withdrawn_at, "another withdrawal stands since"
    client.post(f"{page}foto-ditinjau/", {"since": held.photos_withdrawn_at.isoformat()})
    held.refresh_from_db()
    assert held.photos_withdrawn_at is None
    assert "foto-ditinjau" not in client.get(page).content.decode()


def test_a_no_where_no_yes_stood_and_a_date_ahead_mark_nothing(held):
    own_data.answer_about_photos(registration=make_registration(held), agrees=False, at=now(), way=ConsentWay.WEB)
    ahead = make_session(make_event(seats=5), days=3)
    row = make_registration(ahead)
    agree(row)
    own_data.answer_about_photos(registration=row, agrees=False, at=now(), way=ConsentWay.WEB)
    for session in (held, ahead):
        session.refresh_from_db()
        assert session.photos_withdrawn_at is None
    assert told() == []
    assert not photos_looked_through(session=ahead, since=now())


def test_a_member_marks_every_meeting_that_began():
    member = make_member(make_group(meetings=2))
    first, second = [row.session for row in member.registrations.order_by("session__starts_at")]
    type(first).objects.filter(pk=first.pk).update(
        starts_at=now() - timedelta(hours=3), ends_at=now() - timedelta(hours=1)
    )
    groups.answer_about_photos(membership=member, agrees=False, at=now(), way=ConsentWay.WEB)
    for session, marked in ((first, True), (second, False)):
        session.refresh_from_db()
        assert bool(session.photos_withdrawn_at) is marked


def test_the_leader_has_a_duty_until_the_photos_are_looked_through(client_as):
    client = client_as("Pustakawan")
    session = make_session(make_event(title="Foto Lama"), days=-2, photos_withdrawn_at=now())
    make_facilitator(session.event, client.user.profile)
    assert client.get("/staf/").content.decode().count("Foto Lama") >= 1
    type(session).objects.update(photos_withdrawn_at=None, state="dilaporkan")
    assert "Foto Lama" not in client.get("/staf/").content.decode()


def test_a_teacher_registers_two_classes_and_no_class_twice():
    session = make_session(make_event(seats=90, takes_groups=True))

    def take(school, **fields):
        party = make_party(kind="kelas", people=[], group_band="anak", school=school, phone="62811", **fields)
        return register(session=session, party=replace(party, size=20), at=now())

    assert take("SD Contoh, 4A").has_seat
    assert take("SD Contoh, 4B").has_seat
    with pytest.raises(AlreadyRegistered):
        take("sd contoh, 4a")
    assert register(session=session, party=make_party(phone="62811"), at=now()).has_seat
