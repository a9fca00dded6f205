"""A forgotten password: what a request for a new one leaves behind, whom it mails, and what the page says."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import User
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db

RESET, NEW = "/akun/password/reset/", "kalimat pendek yang baru"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def user(library):
    return make_user(Role.ADMINISTRATOR, email="kepala@example.org", language="id")


def link_in_the_mail() -> str:
    return re.search(r"/akun/password/reset/key/\S+", mail.outbox[-1].body).group()


@pytest.mark.parametrize("way", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_a_strangers_request_does_not_stand_in_the_way_of_a_second_factor(client, user, way):
    client.post(RESET, {"email": user.email})
    assert not EmailAddress.objects.exists()
    client.post("/akun/login/", {"login": user.username, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse(way)).status_code == 200


@pytest.mark.parametrize("way", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_an_unverified_address_of_earlier_days_does_not_either(client, user, way):
    EmailAddress.objects.create(user=user, email=user.email, verified=False)
    client.post("/akun/login/", {"login": user.username, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse(way)).status_code == 200


def test_the_link_in_the_mail_sets_a_password_once(client, user):
    client.post(RESET, {"email": "KEPALA@example.org"})
    link = link_in_the_mail()
    form = client.get(link, follow=True)
    assert form.status_code == 200
    done = client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW}, follow=True)
    assert f'href="{reverse("account_login")}"' in done.content.decode()
    assert User.objects.get(pk=user.pk).check_password(NEW)
    again = client.get(link, follow=True).content.decode()
    assert "tidak berlaku lagi" in again and RESET in again
    assert not EmailAddress.objects.exists()


def test_a_link_dies_with_the_address_it_was_sent_to(client, user):
    client.post(RESET, {"email": user.email})
    user.email = "baru@example.org"
    user.save()
    assert "tidak berlaku lagi" in client.get(link_in_the_mail(), follow=True).content.decode()


def test_an_address_the_account_had_before_gets_no_link(client, user):
    EmailAddress.objects.create(user=user, email="dulu@example.org", verified=True)
    client.post(RESET, {"email": "dulu@example.org"})
    assert mail.outbox == []


def test_strangers_get_no_mail_and_the_page_claims_none(client, user):
    page = client.post(RESET, {"email": "orang.lain@example.org"}, follow=True).content.decode()
    assert mail.outbox == []
    assert "Bila ada akun dengan alamat ini" in page and "telah mengirim" not in page
    assert f'href="{reverse("account_login")}"' in page


def test_an_unknown_address_costs_the_same_work(client, user, monkeypatch):
    """Not the clock is compared, which no test can trust, but what is done: both mails are made, one is sent."""
    from baubau_pembinaan.accounts.adapter import ClosedSignupAdapter

    made = []
    real = ClosedSignupAdapter.render_mail
    monkeypatch.setattr(ClosedSignupAdapter, "render_mail", lambda *a, **k: made.append(a[1]) or real(*a, **k))
    client.post(RESET, {"email": user.email})
    client.post(RESET, {"email": "orang.lain@example.org"})
    assert made == ["account/email/password_reset_key"] * 2 and len(mail.outbox) == 1


@pytest.mark.parametrize(("language", "words"), [("id", "Kata sandi baru"), ("en", "A new password")])
def test_the_mail_speaks_for_the_library_in_the_readers_language(client, user, library, language, words):
    user.language = language
    user.save()
    client.post(RESET, {"email": user.email})
    message = mail.outbox[0]
    assert message.subject.startswith(f"[{library.name}] {words}")
    assert library.name in message.body and "127.0.0.1:" not in message.subject
    assert user.name in message.body


def test_who_asks_for_an_account_is_told_whom_to_ask(client, library):
    page = client.get("/akun/signup/").content.decode()
    assert "Daftar Ditutup" not in page and f'href="{reverse("account_login")}"' in page
