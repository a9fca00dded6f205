"""Who looks at codes, and who sends wishes, from one connection that many share."""

import pytest

from baubau_pembinaan.core.followup_code import ATTEMPTS, LENGTH, new_code
from collections_app.models import Suggestion
from collections_app.services.partners import partner_url
from collections_app.views import public, public_partner
from tests.factories.suggestions import make_partner, make_wish

pytestmark = pytest.mark.django_db


def _guess(client, times=ATTEMPTS):
    return [client.get(f"/usul-buku/status/{new_code()}/").status_code for _n in range(times)]


def test_a_right_code_is_looked_at_as_often_as_its_asker_likes(client):
    page = f"/usul-buku/status/{make_wish().code}/"

    assert {client.get(page).status_code for _n in range(ATTEMPTS + 5)} == {200}
    assert {client.get(f"{page}slip/").status_code for _n in range(ATTEMPTS + 5)} == {200}


def test_whoever_tries_out_codes_is_stopped_from_right_ones_too(client):
    page = f"/usul-buku/status/{make_wish().code}/"

    assert _guess(client, ATTEMPTS + 1) == [404] * ATTEMPTS + [429]
    assert client.get(page).status_code == 429


def test_a_slip_of_the_finger_is_no_guess(client):
    page = f"/usul-buku/status/{make_wish().code}/"
    for _n in range(ATTEMPTS + 1):
        assert client.get(f"/usul-buku/status/{'0' * LENGTH}1/").status_code == 404

    assert client.get(page).status_code == 200


def test_the_page_after_sending_shows_the_code_whatever_was_tried_from_there(client):
    _guess(client)
    answer = client.post("/usul-buku/", {"title": "Ensiklopedi Penyu"}, follow=True)

    assert answer.status_code == 200
    assert Suggestion.objects.get().code_shown in answer.content.decode()
    foreign, (sent, _status) = make_wish().code, answer.redirect_chain[-1]
    assert client.get(f"/usul-buku/status/{foreign}/?{sent.partition('?')[2]}").status_code == 429
    assert client.get(f"/usul-buku/status/{foreign}/?baru=x").status_code == 429


def test_only_wishes_that_are_taken_in_count(client, monkeypatch):
    monkeypatch.setattr(public, "MOST_IN_TEN_MINUTES", 2)
    make_wish(title="Bumi")
    assert {client.post("/usul-buku/", {"title": "Bumi"}).status_code for _n in range(4)} == {200}
    assert {client.post("/usul-buku/", {"title": "Bumi", "isbn": "1"}).status_code for _n in range(4)} == {422}

    sent = [client.post("/usul-buku/", {"title": title}).status_code for title in ("Penyu", "Kopra", "Cengkih")]

    assert sent == [302, 302, 429]


def test_a_partner_is_told_that_too_many_came_from_there(client, monkeypatch):
    monkeypatch.setattr(public_partner, "MOST_IN_TEN_MINUTES", 1)
    page = "/" + partner_url(make_partner()).split("/", 3)[3]
    assert client.post(page, {"title": "Penyu", "copies": 1}).status_code == 302

    answer = client.post(page, {"title": "Kopra", "copies": 1})

    assert answer.status_code == 429
    assert "Terlalu banyak usulan dari sambungan ini" in answer.content.decode()


def test_the_slip_leads_to_the_site_whatever_name_the_browser_used(client, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://perpustakaan.contoh.example", ["*"]
    code = make_wish().code

    html = client.get(f"/usul-buku/status/{code}/slip/", headers={"host": "localhost:8100"}).content.decode()

    assert f"https://perpustakaan.contoh.example/usul-buku/status/{code}/" in html
    assert "localhost" not in html
