"""What the survey tests share: a form as a patron's phone sends it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import travel


def token_in(html: str) -> str:
    return re.search(r'name="token" value="([^"]+)"', html)[1]


def filled(token: str, value: int = 4, **more) -> dict[str, str]:
    return {"token": token, **{f"r{slot}": str(value) for slot in range(1, 10)}, **more}


@pytest.fixture
def patron():
    """Opens the form of a code, waits as long as a person reads, and sends it."""

    def answer(code, value=4, *, client=None, wait=30, **more):
        client = client or Client()
        page = client.get(f"/s/{code}/")
        with travel(timezone.now() + timedelta(seconds=wait), tick=True):
            return client.post(f"/s/{code}/", filled(token_in(page.content.decode()), value, **more))

    return answer
