"""allauth's pages in our frame: each is whole and in the reader's language."""

import pytest
from django.test import Client
from django.urls import reverse

from baubau_pembinaan.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_reset_password_done"])
def test_page_on_the_way_in_wears_the_frame(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert page.count("<h1") == 1
    assert 'class="site-footer"' in page


def test_wrong_password_is_named_on_top_of_the_form(client: Client) -> None:
    response = client.post(reverse("account_login"), {"login": "siapa", "password": "keliru"})
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize(
    "name", ["account_logout", "account_change_password", "mfa_index", "mfa_list_webauthn", "usersessions_list"]
)
def test_own_account_page_wears_the_frame(client: Client, name: str) -> None:
    user = User.objects.create_user(username="sitti", name="Wa Ode Sitti Contoh", password="rahasia-sekali")
    client.force_login(user)
    page = client.get(reverse(name), follow=True).content.decode()
    assert page.count("<h1") == 1
    assert 'class="site-header has-nav"' in page
