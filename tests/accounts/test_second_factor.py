"""Administrators set up a second factor first, where the installation asks for it."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.flows import auth as webauthn_auth
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "required", "enrolled", "status"),
    [
        (Role.ADMINISTRATOR, True, False, 302),
        (Role.ADMINISTRATOR, True, True, 200),
        (Role.ADMINISTRATOR, False, False, 200),
        (Role.LIBRARIAN, True, False, 200),
    ],
)
def test_administrators_are_sent_to_set_one_up(client, settings, role, required, enrolled, status):
    settings.MFA_REQUIRED_FOR_ADMINISTRATORS = required
    user = make_user(role)
    client.force_login(user)
    if enrolled:
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    response = client.get("/staf/")
    assert response.status_code == status
    if status == 302:
        assert response["Location"] == reverse("mfa_index")
        assert client.get("/admin/")["Location"] == reverse("mfa_index")


@pytest.mark.parametrize("name", ["mfa_index", "account_reauthenticate", "account_logout"])
def test_the_way_to_set_it_up_stays_open(client, settings, name):
    settings.MFA_REQUIRED_FOR_ADMINISTRATORS = True
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert client.get(reverse(name)).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, settings):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    settings.MFA_REQUIRED_FOR_ADMINISTRATORS = True
    user = make_user(Role.ADMINISTRATOR)
    RecoveryCodes.activate(user)
    client.force_login(user)
    assert client.get("/staf/").status_code == 302


def test_the_second_step_offers_a_passkey_to_who_has_one_and_names_the_recovery_code(client, monkeypatch):
    user = make_user(Role.LIBRARIAN)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    asked = client.post("/akun/login/", {"login": user.username, "password": PASSWORD})
    assert asked["Location"] == reverse("mfa_authenticate")
    page = client.get(asked["Location"]).content.decode()
    assert "kode pemulihan Anda juga berlaku" in page and "Pakai kunci sandi" not in page
    options = {"publicKey": {"allowCredentials": [{"id": "kunci", "type": "public-key"}]}}
    monkeypatch.setattr(webauthn_auth, "begin_authentication", lambda user: options)
    assert "Pakai kunci sandi" in client.get(asked["Location"]).content.decode()


def test_a_wrong_password_is_refused_in_the_words_of_the_page(client):
    page = client.post("/akun/login/", {"login": "siapa", "password": "salah"}).content.decode()
    assert "Nama atau kata sandinya tidak benar." in page and "anda masukkan" not in page


def test_moments_in_the_account_carry_their_time_zone(client):
    client.post("/akun/login/", {"login": make_user(Role.LIBRARIAN).username, "password": PASSWORD})
    page = client.get(reverse("usersessions_list")).content.decode()
    assert re.search(r", pukul \d\d\.\d\d WITA", page)
