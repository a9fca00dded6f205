"""The pages of words, and the frame around every page."""

import pytest
from django.test import Client
from django.urls import reverse

from baubau_pembinaan.accounts.models import User

pytestmark = pytest.mark.django_db

WORDS = ["portal:help", "portal:about", "portal:privacy", "portal:accessibility", "portal:offline"]


@pytest.fixture
def staff(client: Client) -> User:
    user = User.objects.create_user(username="198001012005012001", name="Wa Ode Contoh", password="rahasia-sekali")
    client.force_login(user)
    return user


@pytest.mark.parametrize("name", ["portal:public-home", *WORDS])
def test_page_is_open_to_everyone(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert response.content.count(b"<h1") == 1


def test_staff_home_is_closed_to_strangers_and_open_to_staff(client: Client, staff: User) -> None:
    assert client.get(reverse("portal:home")).status_code == 200
    refused = Client().get(reverse("portal:home"))
    assert refused.status_code == 302
    assert refused.headers["Location"].startswith(reverse("account_login"))
