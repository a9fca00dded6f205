"""The frame around every page: weight, neighbours, language, navigation, sample-data banner."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.notifications.services import notify
from tests.factories.accounts import make_person, make_profile, make_user

pytestmark = pytest.mark.django_db

OPEN_PAGES = ["public-home", "help", "about", "privacy", "accessibility", "offline"]
PUBLIC_WEIGHT = 150_000


@pytest.fixture(autouse=True)
def _clean_cache():
    cache.clear()
    yield
    cache.clear()


def fetched(page: str) -> set[str]:
    """Every file of ours that a browser fetches for this page."""
    return {url.split("#")[0] for url in re.findall(r'(?:href|src)="(/static/[^"]+)"', page)}


def size(url: str) -> int:
    found = finders.find(url.removeprefix(settings.STATIC_URL))
    assert found, url
    return Path(found).stat().st_size


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_public_page_with_all_it_fetches_stays_light(client: Client, name: str) -> None:
    page = client.get(reverse(f"portal:{name}")).content.decode()
    files = fetched(page)
    assert any(url.endswith("theme.css") for url in files)
    weight = len(page.encode()) + sum(size(url) for url in files)
    assert weight < PUBLIC_WEIGHT, (weight, files)


def test_stylesheet_stays_small() -> None:
    assert size("/static/css/theme.css") < 30_000  # one sheet for every room, kept by the browser


@pytest.mark.parametrize("name", [*OPEN_PAGES, "home", "profile", "search"])
def test_page_fetches_nothing_from_others_and_carries_no_inline_code(client: Client, name: str) -> None:
    client.force_login(make_user(Role.ADMINISTRATOR))
    page = client.get(reverse(f"portal:{name}")).content.decode()
    assert not re.findall(r'(?:src|action|<link[^>]*href)="(?:https?:)?//', page)
    assert not re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", page)
    assert "default-src 'self'" in client.get(reverse("portal:help")).headers["Content-Security-Policy"]


def test_stylesheet_fetches_nothing_from_others() -> None:
    css = Path(finders.find("css/theme.css")).read_text(encoding="utf-8")
    assert "@import" not in css
    assert not re.findall(r"url\([\"']?(?:https?:)?//", css)


def test_every_icon_used_is_in_the_sprite() -> None:
    sprite = Path(finders.find("icons/sprite.svg")).read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used = set()
    for template in (settings.BASE_DIR / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        used |= set(re.findall(r'components/icon\.html" with name="([a-z0-9-]+)"', text))
        used |= set(re.findall(r'\bicon="([a-z0-9-]+)"', text))
        used |= set(re.findall(r'{% icon "([a-z0-9-]+)"', text))
    assert len(used) > 20
    assert used <= known


# --- Language ------------------------------------------------------------------------------------------------


def test_first_visit_is_indonesian_whatever_the_browser_wishes(client: Client) -> None:
    response = client.get(reverse("portal:help"), headers={"accept-language": "en"})
    assert '<html lang="id">' in response.content.decode()
    assert response.headers["Content-Language"] == "id"


def test_language_switch_applies_at_once_and_is_kept_by_the_browser(client: Client) -> None:
    response = client.post(reverse("portal:set-language"), {"language": "en", "next": reverse("portal:help")})
    assert response.headers["Location"] == reverse("portal:help")
    cookie = response.cookies["bahasa"]
    assert (cookie.value, cookie["samesite"], bool(cookie["httponly"])) == ("en", "Lax", True)
    assert '<html lang="en">' in client.get(reverse("portal:help")).content.decode()


def test_language_of_a_person_follows_them_to_another_browser(client: Client) -> None:
    user = make_user(Role.LIBRARIAN)
    client.force_login(user)
    client.post(reverse("portal:set-language"), {"language": "en", "next": reverse("portal:home")})
    assert User.objects.get(pk=user.pk).language == "en"
    elsewhere = Client()
    elsewhere.force_login(User.objects.get(pk=user.pk))
    elsewhere.cookies["bahasa"] = "id"
    assert '<html lang="en">' in elsewhere.get(reverse("portal:home")).content.decode()


@pytest.mark.parametrize("unknown", ["", "xx", "../en"])
def test_unknown_language_changes_nothing(client: Client, unknown: str) -> None:
    response = client.post(reverse("portal:set-language"), {"language": unknown, "next": "/"})
    assert "bahasa" not in response.cookies


def test_language_switch_leads_nowhere_else(client: Client) -> None:
    response = client.post(reverse("portal:set-language"), {"language": "en", "next": "https://example.org/"})
    assert response.headers["Location"] == "/"


def test_language_switch_needs_its_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("portal:set-language"), {"language": "en"}).status_code == 403


# --- Navigation, messages, sample data -----------------------------------------------------------------------


def test_administration_is_offered_to_those_it_opens_for(client: Client) -> None:
    client.force_login(make_user(Role.LIBRARIAN))
    assert reverse("admin:index") not in client.get(reverse("portal:home")).content.decode()
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert reverse("admin:index") in client.get(reverse("portal:home")).content.decode()


def test_current_word_is_marked(client: Client) -> None:
    client.force_login(make_user(Role.LIBRARIAN))
    page = client.get(reverse("portal:home")).content.decode()
    assert f'<a href="{reverse("portal:home")}" aria-current="page">' in page


def test_bell_counts_unread_messages(client: Client) -> None:
    user = make_user(Role.LIBRARIAN)
    client.force_login(user)
    assert '<span class="count">' not in client.get(reverse("portal:home")).content.decode()
    notify(recipient=user, key="satu", kind="account", subject="Contoh", body="Contoh")
    assert '<span class="count">1' in client.get(reverse("portal:home")).content.decode()


def test_sample_data_are_announced_only_where_they_are(client: Client, settings) -> None:
    make_person(Role.LIBRARIAN)
    assert 'class="demo"' not in client.get(reverse("portal:help")).content.decode()
    cache.clear()
    make_profile(is_demo=True)
    assert 'class="demo"' in client.get(reverse("portal:help")).content.decode()
    settings.DEMO_ALLOWED = False
    assert 'class="demo"' not in client.get(reverse("portal:help")).content.decode()


def test_a_kept_frame_is_nobody_elses_and_follows_rights_and_messages_at_once(staff_user) -> None:
    first, second = staff_user(Role.ADMINISTRATOR), staff_user(Role.LIBRARIAN)
    clients = [Client(), Client()]
    for client, user in zip(clients, (first, second), strict=True):
        client.force_login(user)

    def page(client: Client, more: str = "") -> str:
        return client.get(reverse("portal:profile") + more).content.decode()

    pages = [page(client) for client in clients]
    assert first.username in pages[0] and first.username not in pages[1]
    assert reverse("admin:index") in pages[0]
    tokens = [set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', found)) for found in pages]
    assert len(tokens[0]) == len(tokens[1]) == 1 and tokens[0] != tokens[1]
    assert 'name="next" value="/' in pages[0] and "%22%3E" in page(clients[0], '?q="><b>')
    assert '<span class="count">' not in page(clients[1])
    notify(recipient=second, key="frame", kind="account", subject="Kabar", body="Isi")
    assert '<span class="count">1' in page(clients[1]) and '<span class="count">' not in page(clients[0])
    first.groups.clear()
    assert reverse("admin:index") not in page(clients[0])
