"""What the page about privacy promises: every cookie of this site is listed there, and how long it stays."""

import re

import pytest
from django.test import Client

from baubau_pembinaan.accounts.choices import Role
from tests.evaluations.conftest import filled, token_in
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.evaluations import make_period

pytestmark = pytest.mark.django_db
PRIVACY = "/privasi/"


def listed(language: str) -> dict[str, str]:
    """name -> how long, as the page says it."""
    client = Client()
    client.cookies["bahasa"] = language
    page = client.get(PRIVACY).content.decode()
    rows = re.findall(r'<th scope="row"><code>([^<]+)</code></th>.*?<td[^>]*>([^<]+)</td></tr>', page)
    return dict(rows)


def set_over_a_day() -> dict[str, object]:
    """Every cookie that one browser is given: wrong password, sign-in, profile saved, sign-out, a survey answered."""
    seen: dict[str, object] = {}
    person, period, client = make_person(Role.LIBRARIAN), make_period(), Client()

    def note(response):
        seen.update({name: morsel for name, morsel in response.cookies.items() if morsel.value})
        return response

    note(client.post("/bahasa/", {"language": "id", "next": "/"}))
    note(client.post("/akun/login/", {"login": person.user.username, "password": "salah-sekali-1"}))
    note(client.post("/akun/login/", {"login": person.user.username, "password": PASSWORD}))
    note(client.post("/staf/profil/kontak/", {"phone": "0812 3456 7890", "email": "", "language": "id"}))
    note(client.post("/akun/logout/"))
    form = note(client.get(f"/s/{period.survey.code}/"))
    note(client.post(f"/s/{period.survey.code}/", filled(token_in(form.content.decode()))))
    return seen


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_cookie_set_over_a_day_is_listed(language):
    seen = set_over_a_day()
    assert set(seen) >= {"sessionid", "csrftoken", "perangkat", "messages", "answered", "bahasa"}
    assert set(seen) - set(listed(language)) == set()


def test_the_listed_time_is_the_time_they_stay():
    seen, said = set_over_a_day(), listed("en")
    day = 24 * 60 * 60
    assert (seen["perangkat"]["max-age"], said["perangkat"]) == (180 * day, "180 days")
    assert (seen["bahasa"]["max-age"], said["bahasa"]) == (365 * day, "1 year")
    assert (seen["answered"]["max-age"], said["answered"]) == (day // 2, "12 hours")
    assert (seen["csrftoken"]["max-age"], said["csrftoken"]) == ("", "Until the browser is closed")
    assert (seen["messages"]["max-age"], said["messages"]) == ("", "Until that page is shown")


def test_nothing_but_the_form_guard_and_the_mark_of_an_answer_reaches_a_patron():
    period, client = make_period(), Client()
    form = client.get(f"/s/{period.survey.code}/")
    client.post(f"/s/{period.survey.code}/", filled(token_in(form.content.decode())))
    assert {name: morsel["max-age"] for name, morsel in client.cookies.items()} == {
        "csrftoken": "",
        "answered": 12 * 60 * 60,
    }
