"""What packages say in our pages: in the profile's words, politely, and with what to do next."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from baubau_pembinaan.accounts import throttle
from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import User
from tests.factories.accounts import PASSWORD, make_person, make_user

pytestmark = pytest.mark.django_db
FOREIGN = re.compile(
    r"\b(dua faktor|kunci keamanan|autentikator|e-?mail|sandi anda tidak|token salah|silahkan)\b", re.I
)


@pytest.fixture
def somebody(client):
    cache.clear()
    user = make_user(Role.ADMINISTRATOR, email="wa@example.org")
    client.post("/akun/login/", {"login": user.username, "password": PASSWORD})
    return client


def shown(page: str) -> str:
    """What a reader sees: no tags, no addresses."""
    return " ".join(re.sub(r"<(script|style|svg).*?</\1>|<[^>]*>|\S+@\S+", " ", page, flags=re.S).split())


@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "account_change_password",
     "usersessions_list", "account_reauthenticate", "accounts:own-contact"],
)  # fmt: skip
def test_pages_of_the_own_account_speak_one_language(somebody, name):
    response = somebody.get(reverse(name), follow=True)
    assert response.status_code == 200
    assert FOREIGN.findall(shown(response.content.decode())) == []


def test_the_second_step_is_called_as_in_the_profile(somebody):
    page = shown(somebody.get(reverse("mfa_index")).content.decode())
    assert "Langkah kedua" in page and "Kunci sandi" in page


@pytest.mark.parametrize("name", ["account_reset_password", "account_reset_password_done", "account_signup"])
def test_pages_on_the_way_in_speak_it_too(name, library):
    response = Client().get(reverse(name))
    assert FOREIGN.findall(shown(response.content.decode())) == []
    assert "Daftar Ditutup" not in response.content.decode()


def test_a_weak_password_is_refused_politely(somebody):
    weak = "wa@example.org"
    data = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    page = shown(somebody.post(reverse("account_change_password"), data).content.decode())
    assert "mirip" in page and FOREIGN.findall(page) == []


def test_too_many_tries_say_how_long_to_wait():
    person, answers = make_person(), []
    for _ in range(throttle.TRIES_PER_ADDRESS + 1):
        answers.append(Client().post("/akun/login/", {"login": person.user.username, "password": "salah-sekali-1"}))
    assert "15 menit" in answers[-1].content.decode() and "15 menit" not in answers[0].content.decode()


def test_an_empty_field_is_allowed_once(somebody, settings):
    settings.DEMO_ALLOWED = True
    User.objects.update(is_demo=True)  # so the page asks for the first administrator of one's own
    page = somebody.get(reverse("portal:remove-demo")).content.decode()
    assert not re.search(r"boleh kosong\)?\s*</?[^>]*>?\s*\(boleh kosong", page)
    label = re.search(r'<label[^>]*for="id_email"[^>]*>(.*?)</label>', page, re.S).group(1)
    assert label.count("boleh kosong") == 1
