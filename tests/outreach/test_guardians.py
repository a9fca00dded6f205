"""A guardian's wrong number is put right, and the former link dies; who agreed is asked whether the child comes."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from outreach.choices import QueueMode, RegistrationStatus
from outreach.links import guardian_path, self_service_path
from outreach.models import Consent, Notice, NoticeState
from outreach.services import groups, keeping, notices, registering
from outreach.services.changes import CHANGES_AT_MOST
from tests.factories.outreach import make_event, make_group, make_party, make_session
from tests.outreach.test_registration_pages import make_minor, words_on

pytestmark = pytest.mark.django_db
IBU = {"name": "Ibu", "phone": "0812 7777 0001", "email": ""}


def agreed(row, **how):
    return registering.answer_as_guardian(
        registration=row, agrees=True, photo=False, name="Ibu", at=timezone.now(), way="tautan", **how
    )


def told(row) -> dict[str, str]:
    return {notice.key: notice.email or notice.phone for notice in row.notices.all()}


# --- The contact -----------------------------------------------------------------------------------------------------


def test_a_child_puts_the_guardians_number_right_and_the_strangers_link_is_void(client):
    row = make_minor()
    notices.mark_sent_by_hand(notice=row.notices.get(), by=None, at=timezone.now())  # to a stranger
    strangers, own = guardian_path(row), self_service_path(row)
    assert client.get(strangers).status_code == 200
    assert "kontak-wali/" in client.get(own).content.decode()
    assert client.post(f"{own}kontak-wali/", IBU | {"phone": ""}).status_code == 422
    assert client.post(f"{own}kontak-wali/", IBU).status_code == 302
    row.refresh_from_db()
    assert (row.guardian_phone, row.awaits_guardian) == ("6281277770001", True)
    assert client.get(strangers).status_code == 404
    assert client.get(own).status_code == 200  # the child's own stays
    asked = row.notices.get(state=NoticeState.BY_HAND)
    assert asked.phone == "6281277770001"
    assert guardian_path(row) in asked.body
    path = guardian_path(row)
    client.post(path, {"name": "Ibu", "answer": "yes", "photo": "no", "words": words_on(client, path)})
    row.refresh_from_db()
    assert row.has_seat


def test_what_waits_to_be_sent_goes_to_the_new_number_with_the_new_link_once(client):
    row = make_minor()
    former = guardian_path(row)
    client.post(f"{self_service_path(row)}kontak-wali/", IBU | {"phone": "", "email": "ibu@example.org"})
    row.refresh_from_db()
    notice = row.notices.get()
    assert (notice.key, notice.email, notice.phone, notice.state) == (
        "guardian", "ibu@example.org", "", NoticeState.WAITING,
    )  # fmt: skip
    assert guardian_path(row) in notice.body
    assert former not in notice.body


def test_after_the_yes_only_the_guardian_and_the_desk_change_it_and_the_consent_stays(client, client_as):
    row = make_minor()
    agreed(row)
    row.refresh_from_db()
    before = list(row.consents.values_list("name", "at", "is_given", "about", "withdrawn_at"))
    own, guardian = self_service_path(row), guardian_path(row)
    assert client.get(f"{own}kontak-wali/").status_code == 404
    assert client.post(f"{own}kontak-wali/", IBU).status_code == 404
    assert "kontak/" in client.get(guardian).content.decode()
    moved = client.post(f"{guardian}kontak/", {"name": "Orang lain", "phone": "0812 7777 0002", "email": ""})
    row.refresh_from_db()
    assert moved.url == guardian_path(row) != guardian
    assert (row.guardian_name, row.guardian_phone) == ("Ibu", "6281277770002")  # the name is the consent's
    assert client.get(guardian).status_code == 404
    assert client.get(moved.url).status_code == 200
    desk, address = client_as("Petugas layanan"), reverse("outreach:registration-guardian", args=[row.pk])
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"name": "Ibu", "phone": "0812 7777 0003", "email": ""}).status_code == 302
    row.refresh_from_db()
    assert row.guardian_phone == "6281277770003"
    assert list(row.consents.values_list("name", "at", "is_given", "about", "withdrawn_at")) == before
    assert row.has_seat
    line = row.session.event.history.first()
    assert str(row.pk) in line.history_change_reason
    assert "6281277770003" not in line.history_change_reason


def test_nobody_uses_the_form_to_write_to_strangers(client):
    row = make_minor()
    answers = []
    for number in range(CHANGES_AT_MOST + 2):
        Notice.objects.filter(registration=row).update(state=NoticeState.SENT, sent_at=timezone.now())
        data = IBU | {"phone": f"0812 7777 010{number}"}
        answers.append(client.post(f"{self_service_path(row)}kontak-wali/", data).status_code)
    assert answers == [302] * CHANGES_AT_MOST + [422, 422]
    assert row.notices.count() == 1 + CHANGES_AT_MOST


@pytest.mark.parametrize("path", ["kontak-wali/", "kontak/"])
def test_a_link_writes_a_few_lines_in_the_events_book_though_no_message_has_left(client, client_as, path):
    row = make_minor()
    book = row.session.event.history
    before, answers = book.count(), []
    for number in range(CHANGES_AT_MOST + 3):
        data = IBU | {"phone": f"0812 7777 010{number}"}
        answers.append(client.post(f"{self_service_path(row)}{path}", data).status_code)
    assert answers == [302] * CHANGES_AT_MOST + [422] * 3
    assert book.count() == before + CHANGES_AT_MOST
    place = "registration-guardian" if path == "kontak-wali/" else "registration-contact"
    address = reverse(f"outreach:{place}", args=[row.pk])
    answer = client_as("Petugas layanan").post(address, IBU | {"phone": "0812 7777 0199"})
    assert answer.status_code == 302, "a colleague can always"


def test_a_members_guardian_is_changed_for_every_meeting(client):
    group = make_group(meetings=3)
    party = make_party(band="remaja", age="younger", guardian_name="Ibu", guardian_phone="62811")
    membership = groups.join(group=group, party=party, at=timezone.now())
    agreed(membership.founder)
    groups.carry_members(at=timezone.now())
    assert client.post(f"{guardian_path(membership.founder)}kontak/", IBU).status_code == 302
    rows = membership.registrations.all()
    assert rows.count() > 1
    assert {row.guardian_phone for row in rows} == {"6281277770001"}
    assert len({row.guardian_key for row in rows}) == rows.count()


def test_who_registered_as_a_grown_up_has_no_guardian_to_change(client, client_as):
    row = registering.register(session=make_session(make_event(seats=2)), party=make_party(), at=timezone.now())
    assert client.get(f"{self_service_path(row)}kontak-wali/").status_code == 404
    assert client.get(f"{guardian_path(row)}kontak/").status_code == 404
    assert client_as("Petugas layanan").get(reverse("outreach:registration-guardian", args=[row.pk])).status_code == 404


# --- Whether the child comes -----------------------------------------------------------------------------------------


def asked_to_confirm(**contact):
    """A minor with a seat whose guardian read the page in English, and who was asked just now."""
    session = make_session(make_event(seats=1, confirm_hours=24), days=3)
    row = make_minor(session, guardian_email="ibu@example.org", **contact)
    agreed(row, language="en")
    ask = session.starts_at - timedelta(hours=40)
    assert keeping.ask_to_confirm(at=ask) == 1
    row.refresh_from_db()
    return row, ask, session.starts_at - timedelta(hours=24)


def test_the_guardian_who_agreed_is_asked_too_in_their_language():
    row, ask, _deadline = asked_to_confirm()
    keeping.ask_to_confirm(at=ask)
    child, guardian = (row.notices.get(key=f"confirm.0{end}") for end in ("", ".wali"))
    assert (child.language, guardian.language) == ("id", "en")
    assert "Anda" in child.body
    assert "You are the guardian of" in guardian.body
    assert guardian.email == "ibu@example.org"
    assert guardian_path(row) in guardian.body
    assert self_service_path(row) not in guardian.body


def test_nobody_loses_the_seat_before_the_guardian_was_told():
    row, ask, deadline = asked_to_confirm(email="anak@example.org")
    notices.send_waiting(at=ask + timedelta(minutes=1))
    row.notices.filter(key="confirm.0.wali").update(state=NoticeState.BY_HAND, sent_at=None)
    assert keeping.release_unconfirmed(at=deadline) == 0
    notices.mark_sent_by_hand(notice=row.notices.get(key="confirm.0.wali"), by=None, at=ask)
    assert keeping.release_unconfirmed(at=deadline) == 1
    row.refresh_from_db()
    assert row.status == RegistrationStatus.RELEASED
    assert row.notices.get(key="released.wali").language == "en"


def test_the_guardian_says_that_the_child_comes(client):
    row, _ask, deadline = asked_to_confirm()
    path = guardian_path(row)
    assert f"{path}pasti/" in client.get(path).content.decode()
    assert client.post(f"{path}pasti/").status_code == 302
    row.refresh_from_db()
    assert row.confirmed_at
    assert f"{path}pasti/" not in client.get(path).content.decode()
    assert keeping.release_unconfirmed(at=deadline) == 0


def test_one_address_that_is_both_is_asked_once_and_a_grown_up_has_no_guardian():
    row, _ask, _deadline = asked_to_confirm(email="ibu@example.org")
    assert [key for key in told(row) if key.startswith("confirm")] == ["confirm.0"]
    assert not Consent.objects.filter(registration=row, name="").exists()


@pytest.mark.parametrize("mode", [QueueMode.AUTOMATIC, QueueMode.INVITATION])
def test_the_guardian_hears_that_the_child_moved_up_and_may_take_the_seat(client, mode):
    session = make_session(make_event(seats=1, queue_mode=mode))
    first = registering.register(session=session, party=make_party(), at=timezone.now())
    row = make_minor(session, guardian_email="ibu@example.org", phone="62819")
    agreed(row)
    registering.cancel(registration=first, at=timezone.now())
    row.refresh_from_db()
    invited = mode == QueueMode.INVITATION
    [child, guardian] = row.notices.filter(key__startswith="invited." if invited else "seat.").order_by("key")
    assert guardian.key == f"{child.key}.wali"
    assert guardian_path(row) in guardian.body
    path, until = guardian_path(row), row.invited_until
    assert (f"{path}terima/" in client.get(path).content.decode()) is invited
    if invited:  # the hours run from the message to the child, whoever else was told
        Notice.objects.filter(pk=guardian.pk).update(state=NoticeState.BY_HAND)
        notices.mark_sent_by_hand(notice=guardian, by=None, at=timezone.now())
        row.refresh_from_db()
        assert row.invited_until == until
        assert client.post(f"{path}terima/").status_code == 302
        row.refresh_from_db()
    assert row.has_seat


def test_the_page_answered_in_english_is_remembered(client):
    row = make_minor()
    path = guardian_path(row)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.post(path, {"name": "Ibu", "answer": "yes", "photo": "no", "words": words_on(client, path)})
    row.refresh_from_db()
    assert (row.language, row.guardian_language) == ("id", "en")
