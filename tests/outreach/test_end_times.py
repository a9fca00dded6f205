"""Patrons read when a date ends: in the list, on the pages, in messages and in what they pass on."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from baubau_pembinaan.core.formats import pukul_sampai
from outreach.links import self_service_path, share_text
from outreach.services import registering, sessions
from tests.factories.outreach import make_event, make_party, make_session

pytestmark = pytest.mark.django_db
CLOCK = "pukul 09.00–11.30 WITA"


def made():
    day = timezone.localdate() + timedelta(days=3)
    start = timezone.make_aware(datetime(day.year, day.month, day.day, 9))  # noqa: DTZ001
    return make_session(make_event(seats=9), starts_at=start, hours=2.5)


def test_every_page_of_a_patron_says_when_it_ends(client):
    session = made()
    row = registering.register(session=session, party=make_party(email="a@example.org"), at=timezone.now())
    month = f"/kegiatan/?bulan={timezone.localtime(session.starts_at):%Y-%m}&lewat=1"
    pages = (month, f"/kegiatan/{session.event_id}/", f"/kegiatan/tanggal/{session.pk}/daftar/", self_service_path(row))
    for page in pages:
        assert CLOCK in client.get(page).content.decode(), page
    assert CLOCK in row.notices.get().body
    assert CLOCK in share_text(session.event, session)


def test_whoever_registered_hears_that_the_end_changed():
    session, at = made(), timezone.now()
    row = registering.register(session=session, party=make_party(), at=at)
    moved = sessions.move_session(
        session=session, starts_at=session.starts_at, ends_at=session.ends_at + timedelta(hours=1), reason="Lomba",
        by=None, at=at,
    )  # fmt: skip
    body = row.notices.get(key=f"moved.{moved.sequence}").body
    assert CLOCK in body
    assert "pukul 09.00–12.30 WITA" in body


def test_an_end_on_another_day_is_named():
    start = timezone.make_aware(datetime(2027, 1, 1, 22))  # noqa: DTZ001
    assert "Sabtu, 2 Januari 2027" in pukul_sampai(start, start + timedelta(hours=3))
    with override("en"):
        assert pukul_sampai(start, start + timedelta(hours=1)) == "22:00–23:00 WITA"
