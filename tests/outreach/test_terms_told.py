"""What somebody is told before they agree: how long names stay, until when a seat must be confirmed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.core.formats import tanggal_pukul
from outreach.links import self_service_path
from outreach.models import ConsentText, RegistrationPolicy
from outreach.services import registering, sessions
from tests.factories.outreach import make_challenge, make_event, make_party, make_session
from tests.outreach.test_registration_pages import guardian_path, make_minor

pytestmark = pytest.mark.django_db


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_terms_stand_at_every_consent_and_on_the_privacy_page(client):
    today = timezone.localdate()
    RegistrationPolicy(valid_from=today, keep_days=341, keep_guardian_days=71).save()
    session = make_session(make_event(seats=5))
    assert "71 hari" in page(client, reverse("outreach:public-register", args=[session.pk]))
    assert "71 hari" in page(client, guardian_path(make_minor(session)))
    assert "341 hari" in page(client, reverse("outreach:public-reading-join", args=[make_challenge().pk]))
    privacy = page(client, reverse("portal:privacy"))
    assert "71 hari" in privacy
    assert "341 hari" in privacy
    assert "wali" in privacy
    assert "Foto" in privacy


def test_the_words_of_consent_name_the_term():
    second = ConsentText.objects.get(purpose="ikut", version=2)
    assert "masa simpan yang tertulis di bawah izin ini" in second.text
    assert ConsentText.objects.filter(purpose="ikut", version=1).exists()


def test_until_when_a_seat_is_confirmed_stands_wherever_one_is_promised(client):
    session = make_session(make_event(seats=5, confirm_hours=24), days=7)
    row = registering.register(session=session, party=make_party(email="a@example.org"), at=timezone.now())
    until = tanggal_pukul(session.starts_at - timedelta(hours=24))
    for address in (
        reverse("outreach:public-event", args=[session.event_id]),
        reverse("outreach:public-register", args=[session.pk]),
        self_service_path(row),
    ):
        assert until in page(client, address)
    assert until in row.notices.get(key="seat").body
    starts = session.starts_at + timedelta(days=7)
    sessions.move_session(
        session=session, starts_at=starts, ends_at=starts + timedelta(hours=2), reason="x", by=None, at=timezone.now()
    )
    assert tanggal_pukul(starts - timedelta(hours=24)) in row.notices.get(key="moved.1").body


def test_nobody_hears_of_a_deadline_that_does_not_bind_them(client):
    session = make_session(make_event(seats=5, confirm_hours=24), days=1)
    row = registering.register(session=session, party=make_party(email="a@example.org"), at=timezone.now())
    assert row.must_confirm_by is None
    assert "antrean berikutnya" not in row.notices.get(key="seat").body
    assert "antrean berikutnya" not in page(client, reverse("outreach:public-register", args=[session.pk]))
