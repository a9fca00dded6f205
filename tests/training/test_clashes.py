"""Who is where at the same time, said to those who can still mend it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.accounts import make_appointment, make_person, make_unit, make_user
from tests.factories.training import make_request, make_seated, make_session, make_worker, slot
from tests.pages import assert_same_queries
from training.selectors.clashes import clashes, clashes_of
from training.services.sessions import Slot, cancel_session

pytestmark = pytest.mark.django_db


def day(number=10):
    return timezone.localdate() + timedelta(days=number)


def kinds(session, profile=None):
    return [clash["kind"] for clash in clashes(session, list(session.meetings.order_by("starts_at")), profile)]


def test_two_meetings_of_one_session_at_once_are_named(client_as):
    session = make_session(slots=[slot(day(), 9, 3), slot(day(), 11, 3), slot(day(11))])
    assert kinds(session) == ["same"]
    html = client_as(Role.DIVISION_HEAD).get(reverse("training:session-detail", args=[session.pk])).content.decode()
    assert "bertumpang tindih" in html


def test_a_trainer_who_takes_part_elsewhere_is_named(client_as):
    trainer = make_worker()
    session = make_session(slots=[slot(day(), place="Ruang satu", trainer=trainer)])
    assert kinds(session) == []
    other = make_seated(make_session(on=day()), trainer).session
    make_seated(make_session(on=day(11)), trainer)
    assert kinds(session) == ["learner"]
    html = client_as(Role.DIVISION_HEAD).get(reverse("training:session-detail", args=[session.pk])).content.decode()
    assert f"“{other.title}”" in html


def test_the_page_opens_where_neither_trainer_nor_reader_can_clash(client_as):
    session = make_session(slots=[slot(day(), place="Ruang satu")], announced=False)
    other = make_session(slots=[slot(day(), 10, place="ruang SATU")])
    assert kinds(session) == ["place"]
    admin = client_as(make_user(Role.ADMINISTRATOR))  # as createsuperuser makes one: nobody's account
    for pk in (session.pk, other.pk):
        html = admin.get(reverse("training:session-detail", args=[pk])).content.decode()
        assert "juga dipakai" in html
    assert "Umumkan" in admin.get(reverse("training:session-detail", args=[session.pk])).content.decode()


def test_a_cancelled_session_needs_no_room(client_as):
    session = make_session(slots=[slot(day(), place="Ruang satu")])
    make_session(slots=[slot(day(), place="Ruang satu")])
    page = reverse("training:session-detail", args=[session.pk])
    planner = client_as(Role.DIVISION_HEAD)
    assert "juga dipakai" in planner.get(page).content.decode()
    cancel_session(session=session, by=None, at=timezone.now(), reason="Narasumber sakit")
    assert "juga dipakai" not in planner.get(page).content.decode()


def test_a_leader_is_warned_when_somebody_is_enrolled_twice_at_once(client_as):
    leader = make_worker()
    person = make_worker(supervisor=leader)
    first = make_seated(make_session(on=day()), person).session
    second = make_session(on=day())
    page = client_as(leader.user).post(
        reverse("training:nominate", args=[second.pk]), {"profile": person.pk, "note": ""}, follow=True
    )
    assert f"juga ada di “{first.title}”" in page.content.decode()


def test_a_planner_who_enrols_a_unit_reads_who_is_elsewhere(client_as):
    unit, session = make_unit(), make_session(on=day())
    people = [make_person(Role.LIBRARIAN) for _person in range(2)]
    for person in people:
        make_appointment(person, unit=unit)
    other = make_seated(make_session(on=day()), people[0]).session
    page = client_as(Role.DIVISION_HEAD).post(
        reverse("training:enrol-unit", args=[session.pk]), {"unit": unit.pk}, follow=True
    )
    html = page.content.decode()
    assert f"{people[0]} juga ada di “{other.title}”" in html
    assert html.count("juga ada di") == 1


def test_a_planner_who_moves_a_session_reads_who_is_elsewhere_then(client_as):
    row = make_seated(make_session(on=day()))
    session, meeting = row.session, row.session.meetings.get()
    make_seated(session)
    other = make_seated(make_session(on=day(11)), row.profile).session
    lines = {"m-TOTAL_FORMS": 1, "m-INITIAL_FORMS": 0, "m-MAX_NUM_FORMS": 60, "m-0-pk": meeting.pk}
    times = {"m-0-starts_at": f"{day(11)}T10:00", "m-0-ends_at": f"{day(11)}T11:00"}
    page = client_as(Role.DIVISION_HEAD).post(
        reverse("training:session-meetings", args=[session.pk]), {**lines, **times}, follow=True
    )
    html = page.content.decode()
    assert f"{row.profile} juga ada di “{other.title}”" in html
    assert html.count("juga ada di") == 1


def test_the_page_of_requests_says_where_the_person_is_then(client_as):
    leader = make_worker()
    person = make_worker(supervisor=leader)
    first = make_seated(make_session(on=day()), person).session
    make_request(make_session(on=day()), person)
    free = make_request(make_session(on=day(11)), person)
    page = client_as(leader.user).get(reverse("training:approvals"))
    assert f"juga ada di “{first.title}”" in page.content.decode()
    assert clashes_of([free]) == {free.pk: []}


def test_somebody_who_teaches_then_is_elsewhere_too():
    person = make_worker()
    row = make_request(make_session(on=day()), person)
    taught = make_session(slots=[Slot(**{**slot(day()).__dict__, "trainer": person})])
    assert [title for _when, title in clashes_of([row])[row.pk]] == [taught.title]


def test_the_page_of_requests_costs_the_same_for_one_clash_and_three(client_as):
    leader = make_worker()

    def one_more():
        person = make_worker(supervisor=leader)
        make_seated(make_session(on=day()), person)
        make_request(make_session(on=day()), person)

    page = assert_same_queries(client_as(leader.user), reverse("training:approvals"), one_more)
    assert page.content.decode().count("juga ada di") >= 3
