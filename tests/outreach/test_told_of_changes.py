"""Who is told of what: another place, another day, a date called off; and what a date keeps of its own."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from baubau_pembinaan.accounts.roles import Role
from baubau_pembinaan.core.formats import hari_tanggal, pukul
from outreach.choices import FacilitatorRole, QueueMode, RegistrationStatus, SessionState
from outreach.links import self_service_path
from outreach.models import Notice, NoticeState
from outreach.services import attendance, events, queue, registering, sessions
from tests.factories.accounts import make_person
from tests.factories.outreach import make_event, make_facilitator, make_party, make_session
from tests.outreach.test_corrections import sent
from tests.outreach.test_registration_pages import make_minor

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def now():
    return timezone.now()


def move(session, starts_at):
    ends_at = starts_at + timedelta(hours=2)
    return sessions.move_session(
        session=session, starts_at=starts_at, ends_at=ends_at, reason="Banjir", by=None, at=now()
    )


def other_place(event, place="Rumah Saya"):
    event.refresh_from_db()
    return events.change_event(event=event, by=None, at=now(), place=place)


def signed_up(session, **fields):
    return registering.register(session=session, party=make_party(**fields), at=now())


def test_a_date_that_was_held_reported_or_called_off_keeps_its_place():
    event = make_event()
    over, written, off, ahead = (make_session(event, days=days) for days in (-3, -2, 4, 5))
    sessions.hold_past_sessions(at=now())
    attendance.write_report(session=written, heads={"dewasa": 3}, story="Baik.", cost_idr=0, by=None, at=now())
    sessions.cancel_session(session=off, reason="Hujan", by=None, at=now())
    other_place(event)
    for session in (over, written, off, ahead):
        session.refresh_from_db()
        session.event.refresh_from_db()
    assert [session.where for session in (over, written, off)] == ["Taman baca"] * 3
    assert ahead.where == "Rumah Saya"
    assert (over.state, written.state) == (SessionState.HELD, SessionState.REPORTED)


def test_a_date_that_is_running_stays_where_it_began():
    session = make_session(starts_at=now() - timedelta(minutes=30))
    other_place(session.event)
    session.refresh_from_db()
    assert session.where == "Taman baca"


def test_everybody_hears_once_that_the_event_is_elsewhere():
    event = make_event(seats=1, queue_mode=QueueMode.INVITATION)
    session = make_session(event)
    own = make_session(event, days=9, place="Pantai")
    first, invited = signed_up(session), signed_up(session, email="b@example.org")
    waiting, elsewhere = signed_up(session), signed_up(own)
    registering.cancel(registration=first, at=now())
    minor = make_minor(session)
    before = Notice.objects.count()
    other_place(event)
    other_place(event)
    told = Notice.objects.filter(key__startswith="moved.")
    assert {notice.registration_id for notice in told} >= {invited.pk, waiting.pk}
    assert not told.filter(registration__in=(first, elsewhere)).exists()
    assert told.filter(registration=minor).count() <= 1
    body = told.get(registration=invited).body
    assert "Taman baca" in body
    assert "Rumah Saya" in body
    assert Notice.objects.count() == before + told.count()


def test_the_form_says_beforehand_who_will_be_told(client):
    session = make_session(make_event(seats=5))
    client.force_login(make_person(Role.ADMINISTRATOR).user)
    page = reverse("outreach:event-edit", args=[session.event_id])
    assert "diberi tahu sekali" not in client.get(page).content.decode()
    signed_up(session)
    assert "diberi tahu sekali" in client.get(page).content.decode()


def test_an_event_that_is_not_published_tells_nobody_of_its_place():
    session = make_session(make_event(seats=5))
    signed_up(session)
    session.event.status = "disetujui"
    session.event.save()
    other_place(session.event)
    assert not Notice.objects.filter(key__startswith="moved.").exists()


def test_the_guardian_hears_of_a_move_of_a_cancelled_date_and_of_a_seat_that_is_gone():
    session = make_session(make_event(seats=5))
    row = make_minor(session)
    Notice.objects.update(state=NoticeState.SENT, sent_at=now())
    registering.answer_as_guardian(
        registration=row, agrees=True, photo=False, name="Wali", at=now(), way="tautan", by=None
    )
    moved = move(session, session.starts_at + WEEK)
    told = row.notices.get(key=f"moved.{moved.sequence}.wali")
    assert (told.email or told.phone) in (row.guardian_email, row.guardian_phone)
    assert row.name in told.body
    assert "/izin/" in told.body
    type(row).objects.filter(pk=row.pk).update(asked_at=now())
    assert queue.release(registration_id=row.pk, at=now())
    assert row.notices.filter(key="released.wali").exists()
    type(row).objects.filter(pk=row.pk).update(status=RegistrationStatus.REGISTERED)
    sessions.cancel_session(session=moved, reason="Hujan", by=None, at=now())
    assert row.notices.filter(key="called-off.wali").exists()


def test_a_moved_date_is_told_by_where_each_registration_stands():
    session = make_session(make_event(seats=1))
    seated, waiting = signed_up(session), signed_up(session)
    minor = make_minor(session)
    Notice.objects.filter(registration=minor).update(state=NoticeState.SENT, sent_at=now())
    move(session, session.starts_at + WEEK)
    words = {row: row.notices.get(key="moved.1").body for row in (seated, waiting, minor)}
    assert "Jatah kursi Anda tetap" in words[seated]
    assert "daftar tunggu" in words[waiting]
    assert "wali" in words[minor]
    assert not [row for row in (waiting, minor) if "Jatah kursi Anda tetap" in words[row]]


def test_the_page_of_a_moved_date_says_so(client):
    session = make_session(make_event(seats=1))
    row = signed_up(session)
    assert "Semula" not in client.get(self_service_path(row)).content.decode()
    move(session, session.starts_at + WEEK)
    assert "Semula" in client.get(self_service_path(row)).content.decode()


def test_whom_nothing_reaches_stands_in_a_list_until_somebody_told_them(client):
    session = make_session(make_event(seats=2))
    row = signed_up(session, phone="", email="")
    assert not row.notices.exists()
    sessions.cancel_session(session=session, reason="Hujan", by=None, at=now())
    notice = row.notices.get()
    assert notice.state == NoticeState.IN_PERSON
    client.force_login(make_person(Role.LIBRARIAN).user)
    page = reverse("outreach:session-detail", args=[session.pk])
    told = reverse("outreach:notice-sent", args=[notice.pk])
    shown = client.get(page).content.decode()
    assert told in shown
    assert "Tanggal ini batal" in shown
    assert told in client.get(reverse("outreach:notice-list")).content.decode()
    assert client.post(told, {"back": "date"}).headers["Location"] == page
    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT
    assert told not in client.get(page).content.decode()


def test_an_old_reason_explains_no_new_change():
    session = make_session(make_event(seats=5))
    row = signed_up(session)
    unheard = signed_up(session)
    move(session, session.starts_at + WEEK)
    row.notices.update(state=NoticeState.SENT, sent_at=now())
    other_place(session.event)
    bodies = [r.notices.order_by("pk").last().body for r in (row, unheard)]
    assert all("Rumah Saya" in body for body in bodies)
    assert ["Banjir" in body for body in bodies] == [False, True]  # who heard of no move yet reads why


def test_the_editor_reads_how_many_hear_of_the_new_place(client_as, staff_user):
    event = make_event(seats=5, author=staff_user(Role.LIBRARIAN), place="Lobi")
    signed_up(make_session(event))
    client = client_as(Role.LIBRARIAN)
    make_facilitator(event, client.user.profile, role=FacilitatorRole.LEADER)
    address = reverse("outreach:event-edit", args=[event.pk])
    said = client.post(address, sent(event, place="Aula"), follow=True).content.decode()
    assert "1 pendaftaran diberi tahu tempat barunya" in said
    again = client.post(address, sent(event, place="Aula", summary="Cerita lain."), follow=True).content.decode()
    assert "Kegiatan disimpan." in again
    assert "diberi tahu tempat" not in again


@pytest.mark.parametrize(("language", "word"), [("id", "penuh: daftar antre"), ("en", "full: waiting list")])
def test_a_moved_date_that_is_full_says_both_and_when_it_was(client, language, word):
    session = make_session(make_event(seats=1))
    signed_up(session)
    was = session.starts_at
    move(session, was + WEEK)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    html = client.get(f"/kegiatan/{session.event_id}/").content.decode()
    assert word in html
    with override(language):
        assert f"{hari_tanggal(was)}, {pukul(was)}." in html
