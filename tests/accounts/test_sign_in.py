"""The door: three names, one answer for everybody who is wrong, and a limit that never locks the owner out."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import get_hasher
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts import throttle
from baubau_pembinaan.accounts.backends import account_for
from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import User
from tests.factories.accounts import PASSWORD, make_person, make_user

pytestmark = pytest.mark.django_db

LOGIN, HOME = "/akun/login/", "/staf/"
NIP = "198004112005011901"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def person():
    person = make_person(Role.LIBRARIAN, nip=NIP)
    person.user.email = "wa.contoh@example.org"
    person.user.save()
    return person


def sign_in(client, login, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": login, "password": password}, **extra)


def body(response) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return re.sub(r'(name="login"[^>]*?) value="[^"]*"|value="[^"]*"([^>]*?name="login")', r"\1\2", text)


@pytest.fixture
def hashed(monkeypatch):
    """How many password checks reached the hasher."""
    calls = []
    real = User.check_password
    monkeypatch.setattr(User, "check_password", lambda self, raw: calls.append(self.pk) or real(self, raw))
    return calls


@pytest.mark.parametrize("login", [NIP, "19800411 200501 1 901", "WA.Contoh@example.org", "username"])
def test_three_names_open_the_door(client, person, login):
    login = person.user.username.upper() if login == "username" else login
    response = sign_in(client, login)
    assert (response.status_code, response["Location"]) == (302, HOME)


@pytest.mark.parametrize("login", ["", "\x00", "tidak-ada", "198004112005011902"])
def test_an_unknown_name_is_nobody(person, login):
    assert account_for(login) is None


def test_somebody_elses_nip_as_username_does_not_shadow_its_owner(person):
    make_user(username=NIP)
    assert account_for(NIP) == person.user


def test_wrong_password_and_unknown_name_get_the_same_answer(person):
    known = sign_in(Client(), NIP, "salah-sekali-1")
    unknown = sign_in(Client(), "198004112005011999", "salah-sekali-1")
    assert (known.status_code, body(known)) == (unknown.status_code, body(unknown))


def test_reset_says_the_same_for_known_and_unknown_addresses(person):
    answers = []
    for email in ("wa.contoh@example.org", "tidak.ada@example.org"):
        response = Client().post("/akun/password/reset/", {"email": email}, follow=True)
        answers.append((response.status_code, response.redirect_chain, body(response).replace(email, "")))
    assert answers[0] == answers[1]


def test_forged_addresses_do_not_help_and_the_owner_still_gets_in(person, hashed):
    attacker = Client()
    for number in range(60):
        forged = f"10.{number % 200}.1.1"
        for login in (NIP, person.user.username, person.user.email):
            sign_in(attacker, login, "salah-sekali-1", headers={"X-Forwarded-For": forged})
    assert 0 < len(hashed) <= 10
    hashed.clear()
    response = sign_in(Client(REMOTE_ADDR="10.9.9.9"), NIP)
    assert response.status_code == 302 and response["Location"] == HOME


def test_without_the_limit_the_same_flood_reaches_the_hasher(person, hashed, monkeypatch):
    """The negative control of the test above."""
    monkeypatch.setattr(throttle, "take_sign_in_try", lambda request, account: [])
    for number in range(20):
        sign_in(Client(REMOTE_ADDR=f"10.1.1.{number}"), NIP, "salah-sekali-1")
    assert len(hashed) == 20


def test_many_real_addresses_are_limited_but_a_known_device_gets_in(person, hashed):
    owner = Client()
    assert sign_in(owner, NIP).status_code == 302
    owner.post("/akun/logout/")
    hashed.clear()
    for number in range(40):
        sign_in(Client(REMOTE_ADDR=f"10.2.2.{number}"), NIP, "salah-sekali-1")
    assert len(hashed) == throttle.TRIES_OF_STRANGERS
    assert sign_in(Client(REMOTE_ADDR="10.3.3.3"), NIP).status_code == 200  # a stranger waits
    assert sign_in(owner, NIP, REMOTE_ADDR="10.4.4.4").status_code == 302


def test_the_mark_of_a_device_is_no_business_of_scripts(person):
    client = Client()
    sign_in(client, NIP)
    mark = client.cookies[throttle.DEVICE_COOKIE]
    assert (mark["httponly"], mark["samesite"], mark["max-age"]) == (True, "Lax", throttle.DEVICE_AGE_SECONDS)


@pytest.mark.parametrize(("days", "status"), [(179, 302), (181, 200)])
def test_a_device_is_known_for_180_days_whatever_the_browser_keeps(person, days, status):
    owner = Client()
    with time_machine.travel(timezone.now() - timedelta(days=days), tick=True):
        assert sign_in(owner, NIP).status_code == 302
    mark = owner.cookies[throttle.DEVICE_COOKIE].value
    for number in range(throttle.TRIES_OF_STRANGERS):
        sign_in(Client(REMOTE_ADDR=f"10.5.5.{number}"), NIP, "salah-sekali-1")
    back = Client(REMOTE_ADDR="10.6.6.6")
    back.cookies[throttle.DEVICE_COOKIE] = mark
    assert sign_in(back, NIP).status_code == status


@pytest.mark.parametrize("login", [NIP, "198004112005011999", "tidak-ada"])
def test_known_and_unknown_names_cost_one_hash_each(person, monkeypatch, login):
    """The clock would tell who has an account, if an unknown name were answered without hashing."""
    hasher, hashes = type(get_hasher()), []
    real = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda *args, **kwargs: hashes.append(1) or real(*args, **kwargs))
    sign_in(Client(), login, "salah-sekali-1")
    assert len(hashes) == 1


def test_a_forged_device_is_a_stranger(person, hashed):
    client = Client()
    client.cookies[throttle.DEVICE_COOKIE] = "palsu:1:2"
    for _ in range(8):
        sign_in(client, NIP, "salah-sekali-1")
    assert len(hashed) == throttle.TRIES_PER_ADDRESS


def test_the_limit_says_so_for_unknown_names_too():
    answers = [sign_in(Client(), "tidak-ada", "salah-sekali-1") for _ in range(throttle.TRIES_PER_ADDRESS + 1)]
    assert body(answers[0]) == body(answers[-2]) != body(answers[-1])


def test_slots_free_themselves_one_by_one_after_the_window(monkeypatch):
    key = throttle.slot_key("uji")
    assert [throttle.take(key, 2, 900) is not None for _ in range(3)] == [True, True, False]
    throttle.give_back([f"{key}:0"])
    assert throttle.take(key, 2, 900) == f"{key}:0"


def test_sign_in_works_and_is_limited_with_redis_down(person, settings, hashed):
    settings.CACHES = {
        "default": {
            "BACKEND": "baubau_pembinaan.core.cache.FallbackRedisCache",
            "LOCATION": "redis://127.0.0.1:8219/0",
            "KEY_PREFIX": "down",
        }
    }
    cache.clear()
    assert sign_in(Client(), NIP).status_code == 302
    hashed.clear()
    for _ in range(12):
        sign_in(Client(), NIP, "salah-sekali-1")
    assert len(hashed) == throttle.TRIES_PER_ADDRESS


def test_session_id_changes_at_sign_in_and_dies_at_sign_out(client, person):
    client.get(LOGIN)
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    sign_in(client, NIP)
    signed_in = client.session.session_key
    assert signed_in != before and not Session.objects.filter(session_key=before).exists()
    assert client.get(HOME).status_code == 200
    client.post("/akun/logout/")
    assert not Session.objects.filter(session_key=signed_in).exists()
    stale = Client()
    stale.cookies["sessionid"] = signed_in
    assert stale.get(HOME).status_code == 302


def test_sign_out_needs_a_post(client, person):
    client.force_login(person.user)
    client.get("/akun/logout/")
    assert client.get(HOME).status_code == 200


def test_a_deactivated_account_is_refused_at_the_next_request(client, person):
    client.force_login(person.user)
    assert client.get(HOME).status_code == 200
    User.objects.filter(pk=person.user.pk).update(is_active=False)
    response = client.get(HOME)
    assert response.status_code == 302 and response["Location"].startswith(LOGIN)


def test_a_deactivated_account_cannot_sign_in(client, person):
    User.objects.filter(pk=person.user.pk).update(is_active=False)
    assert sign_in(client, NIP)["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_an_inspector_past_the_term_cannot_sign_in(client):
    make_user(Role.INSPECTOR, username="periksa", inspector_until=timezone.localdate() - timedelta(days=1))
    assert sign_in(client, "periksa").status_code == 200
    assert "_auth_user_id" not in client.session


def test_an_inspector_is_refused_the_day_after_the_term(client):
    user = make_user(Role.INSPECTOR, inspector_until=timezone.localdate() + timedelta(days=1))
    client.force_login(user)
    assert client.get(HOME).status_code == 200
    User.objects.filter(pk=user.pk).update(inspector_until=timezone.localdate() - timedelta(days=1))
    assert client.get(HOME).status_code == 302
    assert not User.objects.get(pk=user.pk).has_perm("accounts.view_staffprofile")


def test_an_inspector_reads_within_the_term():
    user = make_user(Role.INSPECTOR)
    assert user.has_perm("accounts.view_staffprofile") and not user.has_perm("accounts.change_staffprofile")


def test_demo_people_stay_out_where_demo_is_not_allowed(client, settings):
    make_user(Role.LIBRARIAN, username="contoh", is_demo=True)
    settings.DEMO_ALLOWED = False
    assert sign_in(client, "contoh").status_code == 200
    assert "_auth_user_id" not in client.session
    settings.DEMO_ALLOWED = True
    assert sign_in(client, "contoh")["Location"] == HOME


@pytest.mark.parametrize(("hours", "status"), [(2.9, 200), (3.1, 302)])
def test_an_untouched_session_ends(client, person, hours, status):
    with time_machine.travel("2026-11-22T08:00:00+08:00", tick=False) as clock:
        client.force_login(person.user)
        clock.shift(timedelta(hours=hours))
        assert client.get(HOME).status_code == status


def test_a_used_session_ends_twelve_hours_after_sign_in(client, person):
    with time_machine.travel("2026-11-22T08:00:00+08:00", tick=False) as clock:
        client.force_login(person.user)
        for _ in range(6):
            clock.shift(timedelta(hours=2))
            assert client.get(HOME).status_code == 200
        clock.shift(timedelta(minutes=1))
        assert client.get(HOME).status_code == 302


PAYLOADS = [
    lead + host
    for lead in ("//", "///", "https:", "https://", "http:\\\\", "\\\\", "/\\", "\\/", "/\t/", "/\n/", "\x00//", " //")
    for host in (
        "jahat.example",
        "jahat.example@testserver",
        "testserver@jahat.example",
        "jahat.example/%2f..",
        "127.0.0.1",
    )
] + ["javascript:alert(1)", "data:text/html,x", "https:jahat.example", "//jahat%E3%80%82example"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_next_stays_on_this_site(client, person, payload):
    response = client.post(LOGIN, {"login": NIP, "password": PASSWORD, "next": payload})
    assert (response.status_code, response["Location"]) == (302, HOME)


def test_next_on_this_site_is_followed(client, person):
    response = client.post(LOGIN, {"login": NIP, "password": PASSWORD, "next": "/akun/sessions/"})
    assert response["Location"] == "/akun/sessions/"


def test_nobody_signs_up(client):
    client.post("/akun/signup/", {"username": "baru", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(username="baru").exists()
