"""Who may say whether those who attend a training are asked: not who taught it, not who is asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations.models import Survey
from evaluations.services import invited
from tests.factories.training import make_held, make_seated, make_session, make_worker, slot

pytestmark = pytest.mark.django_db
BUTTON = "tanya otomatis"


def door(session):
    return f"/staf/survei/sesudah/sesi/{session.pk}/"


def asks(session):
    return Survey.objects.filter(training_session=session, asks_by_itself=True).exists()


@pytest.fixture
def page(client_as):
    def read(session, person):
        client = client_as(person.user)
        return client, client.get(f"/staf/pelatihan/sesi/{session.pk}/").content.decode()

    return read


def test_whoever_plans_trainings_chooses(page):
    session = make_session()
    client, text = page(session, make_worker(Role.DIVISION_HEAD))
    assert BUTTON in text
    client.post(door(session), {"ask": "0"})
    assert Survey.objects.get(training_session=session).asks_by_itself is False
    client.post(door(session), {"ask": "1"})
    assert asks(session)


@pytest.mark.parametrize("role", [Role.LIBRARIAN, Role.DIVISION_HEAD])
@pytest.mark.parametrize("part", ["taught", "attended"])
def test_who_teaches_or_attends_does_not(page, role, part):
    person = make_worker(role)
    day = timezone.localdate() + timedelta(days=10)
    session = make_session(slots=[slot(day, trainer=person if part == "taught" else None)])
    if part == "attended":
        make_seated(session, person)
    client, text = page(session, person)
    assert BUTTON not in text
    assert client.post(door(session), {"ask": "0"}).status_code == 403
    assert not Survey.objects.filter(training_session=session).exists()


def test_once_its_answers_are_closed_there_is_nothing_to_choose(page):
    session, head = make_held(people=2), make_worker(Role.DIVISION_HEAD)
    invited.ask_after_training(session=session, at=timezone.now())
    assert BUTTON in page(session, head)[1]
    invited.end_answering(at=timezone.now() + timedelta(days=20))
    client, text = page(session, head)
    assert BUTTON not in text
    said = client.post(door(session), {"ask": "0"}, follow=True).content.decode()
    assert "sudah ditutup" in said
    assert asks(session)


def test_one_long_ago_that_asked_nobody_offers_no_choice(page):
    session, head = make_held(), make_worker(Role.DIVISION_HEAD)
    assert BUTTON in page(session, head)[1]
    session.starts_on = session.ends_on = timezone.localdate() - timedelta(days=20)
    session.save()
    assert BUTTON not in page(session, head)[1]
