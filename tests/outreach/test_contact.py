"""A wrong number is put right by its owner or at the desk; what waits to be sent goes to the new one."""

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.roles import Role
from outreach.links import self_service_path
from outreach.models import Notice, NoticeState
from outreach.services import registering, sessions
from tests.factories.accounts import make_person
from tests.factories.outreach import make_event, make_party, make_session
from tests.outreach.test_registration_pages import make_minor

pytestmark = pytest.mark.django_db


def signed_up(session, **fields):
    return registering.register(session=session, party=make_party(**fields), at=timezone.now())


def test_the_owner_puts_the_number_right_and_what_waits_goes_there(client):
    session = make_session(make_event(seats=5))
    row = signed_up(session)
    sessions.cancel_session(session=make_session(session.event, days=9), reason="x", by=None, at=timezone.now())
    Notice.objects.create(
        registration=row, key="moved.1", phone=row.phone, subject="x", body="x", state=NoticeState.BY_HAND,
        made_at=timezone.now(),
    )  # fmt: skip
    address = f"{self_service_path(row)}kontak/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "Ibu Baru", "phone": "", "email": ""}).status_code == 422
    assert client.post(address, {"name": "Ibu Baru", "phone": "0812 7777 0001", "email": ""}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.phone) == ("Ibu Baru", "6281277770001")
    assert row.notices.get(key="moved.1").phone == "6281277770001"
    line = session.event.history.first()
    assert str(row.pk) in line.history_change_reason
    assert "6281277770001" not in line.history_change_reason


def test_nobody_takes_the_number_of_somebody_else_on_the_same_date(client):
    session = make_session(make_event(seats=5))
    first, second = signed_up(session), signed_up(session)
    data = {"name": second.name, "phone": first.phone, "email": ""}
    assert client.post(f"{self_service_path(second)}kontak/", data).status_code == 422
    assert type(first).objects.filter(phone=first.phone).count() == 1


def test_a_minor_whose_guardian_agreed_keeps_the_name_and_the_consent(client):
    row = make_minor()
    registering.answer_as_guardian(
        registration=row, agrees=True, photo=True, name="Wali", at=timezone.now(), way="tautan"
    )
    address = f"{self_service_path(row)}kontak/"
    assert client.post(address, {"name": "Orang lain", "phone": row.phone, "email": ""}).status_code == 422
    assert client.post(address, {"name": row.name, "phone": "0812 7777 0002", "email": ""}).status_code == 302
    assert all(consent.holds for consent in row.consents.all())


def test_the_desk_puts_it_right_too(client):
    row = signed_up(make_session(make_event(seats=5)))
    client.force_login(make_person(Role.LIBRARIAN).user)
    address = reverse("outreach:registration-contact", args=[row.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": row.name, "phone": "", "email": "a@example.org"}).status_code == 302
    row.refresh_from_db()
    assert row.email == "a@example.org"
