"""After the guardian's answer both know what came of it: a seat or a place in the queue, until when, what changed."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from zeal import zeal_ignore

from baubau_pembinaan.core.formats import hari_tanggal, tanggal_pukul
from outreach.choices import SessionState
from outreach.links import guardian_path, self_service_path
from outreach.models import NoticeState
from outreach.services import registering, sessions
from tests.factories.outreach import make_event, make_party, make_session
from tests.outreach.test_registration_pages import make_minor, words_on

pytestmark = pytest.mark.django_db
OFF = "Tanggal ini tidak jadi"


def answer(client, row, word="yes"):
    path = guardian_path(row)
    data = {"name": "Ibu", "answer": word, "photo": "no", "words": words_on(client, path)}
    with zeal_ignore([{"model": "outreach.Notice", "field": "get()"}]):  # one message to each of the two
        client.post(path, data)
    row.refresh_from_db()
    return path


def read(client, path):
    return client.get(path).content.decode()


def test_a_seat_with_its_deadline_is_told_to_both_and_stands_on_the_guardians_page(client):
    session = make_session(make_event(seats=3, confirm_hours=24), days=9)
    row = make_minor(session, guardian_email="ibu@example.org", phone="62819")
    path, until = answer(client, row), tanggal_pukul(session.confirm_until)
    html = read(client, path)
    assert f"{row.name} mendapat kursi." in html
    assert until in html
    child, guardian = row.notices.get(key="seat"), row.notices.get(key="seat.wali")
    assert (child.state, child.phone) == (NoticeState.BY_HAND, "62819")
    assert (guardian.state, guardian.email) == (NoticeState.WAITING, "ibu@example.org")
    assert until in child.body
    assert until in guardian.body
    assert guardian_path(row) in guardian.body
    assert self_service_path(row) not in guardian.body
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert f"{row.name} has a seat." in read(client, path)


def test_a_place_in_the_queue_is_told_to_both_and_drawn_anew_when_the_date_moves(client):
    session = make_session(make_event(seats=1))
    registering.register(session=session, party=make_party(), at=timezone.now())
    row = make_minor(session, guardian_email="ibu@example.org")
    path = answer(client, row)
    assert f"Belum ada kursi: {row.name} nomor 1 dalam daftar antre." in read(client, path)
    was, begin = session.starts_at, session.starts_at + timedelta(days=2)
    sessions.move_session(
        session=session,
        starts_at=begin,
        ends_at=begin + timedelta(hours=2),
        reason="Aula dipakai",
        by=None,
        at=timezone.now(),
    )
    told = {notice.key: notice.body for notice in row.notices.all()}
    for key in ("waiting", "waiting.wali"):
        assert hari_tanggal(begin) in told[key]
        assert hari_tanggal(was) not in told[key]
    html = read(client, path)
    assert f"Semula {hari_tanggal(was)}" in html
    assert "Aula dipakai" in html


def test_without_the_guardians_email_the_page_is_their_answer(client):
    row = make_minor()
    answer(client, row)
    assert set(row.notices.values_list("key", flat=True)) == {"guardian", "seat"}


def test_a_no_is_told_to_the_child(client):
    row = make_minor(phone="62819")
    answer(client, row, "no")
    assert "tidak mengizinkan Anda ikut" in row.notices.get(key="refused").body


@pytest.mark.parametrize("agrees", [True, False])
def test_a_date_that_is_off_says_so_before_and_after_the_answer(client, agrees):
    row = make_minor()
    path = answer(client, row) if agrees else guardian_path(row)
    assert OFF not in read(client, path)
    row.session.state, row.session.reason = SessionState.CANCELLED, "Hujan lebat"
    row.session.save()
    html = read(client, path)
    assert OFF in html
    assert "Hujan lebat" in html
    assert "mendapat kursi" not in html
