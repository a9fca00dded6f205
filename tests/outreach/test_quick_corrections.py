"""Correcting a word quickly is honest: the first hand-out of a form counts. Who sends it at once is still caught."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from baubau_pembinaan.core.form_token import BadToken, handed_back, make_token, read_token
from outreach.choices import RegistrationStatus
from outreach.models import ConsentText, Need, ReadingParty, Registration
from outreach.services.consents import newest_texts
from tests.factories.outreach import make_challenge, make_event, make_session

pytestmark = pytest.mark.django_db

SEAT = {
    "sebagai": "orang", "name": "Ibu", "phone": "0812 3456 7890", "nickname1": "Ibu", "band1": "dewasa",
    "age": "adult", "photo": "no",
}  # fmt: skip
READ = {"sebagai": "orang", "name": "X", "nickname1": "X", "band1": "anak", "agreed": "on", "agreed_by": "X"}
WISH = {"theme": "lain", "text": "Buku braille", "name": "", "phone": ""}


def token_in(page) -> str:
    return re.search(r'name="token" value="([^"]+)"', page.content.decode())[1]


def wrong_then_right(client, path, *, wrong, right, read_for: float, quick: float = 1):
    """Open, read, send something wrong, send it right `quick` seconds later, each with the token of its page."""
    opened, token = timezone.now(), token_in(client.get(path))
    with time_machine.travel(opened + timedelta(seconds=read_for), tick=False):
        refused = client.post(path, wrong | {"token": token})
        assert refused.status_code in {422, 429}
    with time_machine.travel(opened + timedelta(seconds=read_for + quick), tick=False):
        return client.post(path, right | {"token": token_in(refused)})


def status_after(client, read_for: float, **wrong) -> str:
    session = make_session(make_event(seats=5))
    path = f"/kegiatan/tanggal/{session.pk}/daftar/"
    assert wrong_then_right(client, path, wrong=SEAT | wrong, right=SEAT, read_for=read_for).status_code == 302
    return Registration.objects.latest("pk").status


def test_a_parent_who_corrects_a_registration_quickly_gets_the_seat(client):
    assert status_after(client, 6, phone="") == RegistrationStatus.REGISTERED


def test_a_bot_whose_second_try_comes_at_once_is_held_aside(client):
    assert status_after(client, 1, phone="") == RegistrationStatus.HELD_ASIDE


def test_a_family_that_ticks_the_box_quickly_joins_the_challenge_and_a_bot_does_not(client):
    path = f"/tantangan-baca/{make_challenge().pk}/ikut/"
    wrong = READ | {"agreed": ""}
    assert wrong_then_right(client, path, wrong=wrong, right=READ, read_for=1).status_code == 429
    assert not ReadingParty.objects.exists()
    assert wrong_then_right(client, path, wrong=wrong, right=READ, read_for=6).status_code == 302


def test_who_was_too_quick_waits_and_sends_the_same_page_again(client):
    path = f"/tantangan-baca/{make_challenge().pk}/ikut/"
    opened, token = timezone.now(), token_in(client.get(path))
    with time_machine.travel(opened + timedelta(seconds=1), tick=False):
        refused = client.post(path, READ | {"token": token})
        assert refused.status_code == 429
    with time_machine.travel(opened + timedelta(seconds=5), tick=False):
        assert client.post(path, READ | {"token": token_in(refused)}).status_code == 302


def test_a_wish_corrected_quickly_is_not_held_aside_and_a_bots_is(client):
    for read_for, aside in ((6, False), (1, True)):
        sent = wrong_then_right(client, "/aspirasi/", wrong=WISH | {"text": ""}, right=WISH, read_for=read_for)
        assert sent.status_code == 302
        assert Need.objects.latest("pk").is_held is aside


def test_a_page_that_stood_open_too_long_is_sent_again_at_once(client):
    assert status_after(client, 13 * 3600) == RegistrationStatus.REGISTERED


def test_words_that_changed_are_shown_and_may_be_agreed_to_at_once(client):
    session = make_session(make_event(seats=5))
    path = f"/kegiatan/tanggal/{session.pk}/daftar/"
    opened, token = timezone.now(), token_in(client.get(path))
    old = newest_texts(opened)["foto"]
    ConsentText.objects.create(purpose="foto", version=old.version + 1, text="Baru.", valid_from=timezone.localdate())
    with time_machine.travel(opened + timedelta(seconds=6), tick=False):
        refused = client.post(path, SEAT | {"token": token})
        assert refused.status_code == 422
        assert client.post(path, SEAT | {"token": token}).status_code == 422  # the old words never count
        assert client.post(path, SEAT | {"token": token_in(refused)}).status_code == 302
    assert Registration.objects.get().has_seat


def test_one_hand_out_opens_one_registration_however_often_it_is_renewed(client):
    """An old token is no store of tokens that have waited long enough."""
    session = make_session(make_event(seats=5))
    path = f"/kegiatan/tanggal/{session.pk}/daftar/"
    opened, token = timezone.now(), token_in(client.get(path))
    with time_machine.travel(opened + timedelta(hours=13), tick=False):
        renewed = [token_in(client.post(path, SEAT | {"token": token})) for _number in range(2)]
        first, second = (client.post(path, SEAT | {"token": text}) for text in renewed)
        assert first.url == second.url
        assert Registration.objects.get().has_seat
        late = token_in(client.post(path, SEAT | {"token": token}))
        assert client.post(path, SEAT | {"token": late, "phone": "0812 0000 0001"}).status_code == 302
    assert Registration.objects.latest("pk").status == RegistrationStatus.HELD_ASIDE


def test_a_renewed_token_cannot_be_forged_nor_moved_to_another_form():
    term, salt = timedelta(hours=1), "tests.form"
    handed = handed_back("7.abc.0.:x:y", 7, salt=salt, lifetime=term, is_used=lambda _nonce: False)
    assert handed.opened is None
    first = read_token(make_token(7, salt=salt), salt=salt, lifetime=term)
    assert read_token(handed.again, salt=salt, lifetime=term).nonce != "abc"
    kept = make_token(7, salt=salt, said="1.2", first=first)
    known = read_token(kept, salt=salt, lifetime=term)
    assert (known.nonce, known.issued_at, known.said) == (first.nonce, first.issued_at, "1.2")
    with pytest.raises(BadToken):
        read_token(kept, salt="tests.other", lifetime=term)
    other = handed_back(kept, 8, salt=salt, lifetime=term, said="1.2", is_used=lambda _nonce: False)
    assert other.opened is None
    assert read_token(other.again, salt=salt, lifetime=term).nonce != first.nonce


@pytest.mark.parametrize(("lifetimes", "goes_on"), [(1.9, True), (2.1, False)])
def test_a_hand_out_is_carried_on_for_two_lifetimes(lifetimes, goes_on):
    term, salt = timedelta(hours=2), "tests.form"
    with time_machine.travel(timezone.now(), tick=False) as clock:
        text = make_token(7, salt=salt)
        first = read_token(text, salt=salt, lifetime=term)
        for said in ("2", "3"):  # the words changed twice: signed anew at 0.9 and 1.8
            clock.shift(term * 0.9)
            text = handed_back(text, 7, salt=salt, lifetime=term, said=said, is_used=lambda _nonce: False).again
            assert read_token(text, salt=salt, lifetime=term).issued_at == first.issued_at
        clock.shift(term * (lifetimes - 1.8))
        handed = handed_back(text, 7, salt=salt, lifetime=term, said="3", is_used=lambda _nonce: False)
        assert (handed.opened is not None) is goes_on
        assert (read_token(handed.again, salt=salt, lifetime=term).nonce == first.nonce) is goes_on
