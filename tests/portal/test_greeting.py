"""How people are greeted."""

from datetime import time

import pytest
from django.utils import translation

from baubau_pembinaan.portal.greeting import called, greeting


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Wa Ode Sitti Contoh", "Wa Ode Sitti"),
        ("Dra. Wa Ode Sitti Contoh, M.Si.", "Wa Ode Sitti"),
        ("La Ode Muhammad Amin", "La Ode Muhammad"),
        ("Muh. Amin Contoh", "Muh. Amin"),
        ("Siti Aminah", "Siti Aminah"),
        ("Rahmat", "Rahmat"),
        ("198604112011032009", "198604112011032009"),
        ("Dr.", "Dr."),
        ("", ""),
    ],
)
def test_person_is_called_as_people_would(name: str, expected: str) -> None:
    assert called(name) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (time(3, 59), "Selamat malam, Amin"),
        (time(4), "Selamat pagi, Amin"),
        (time(10, 59), "Selamat pagi, Amin"),
        (time(11), "Selamat siang, Amin"),
        (time(15), "Selamat sore, Amin"),
        (time(18), "Selamat malam, Amin"),
    ],
)
def test_greeting_follows_the_time_of_day(at: time, expected: str) -> None:
    with translation.override("id"):
        assert greeting("Amin", at) == expected
