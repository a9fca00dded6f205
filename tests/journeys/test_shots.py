"""`make shots`: pictures of the main pages, both languages, phone and desktop, in the ignored folder shots/."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from tests.journeys.browser import DESKTOP, PHONE

SHOTS = Path(settings.BASE_DIR) / "shots"
# name -> (who looks, URL name or path)
PAGES: dict[str, tuple[str | None, str]] = {
    "public-home": (None, "portal:public-home"),
    "privacy": (None, "portal:privacy"),
    "help": (None, "portal:help"),
    "sign-in": (None, "account_login"),
    "staff-home-librarian": (Role.LIBRARIAN, "portal:home"),
    "staff-home-head": (Role.AGENCY_HEAD, "portal:home"),
    "profile": (Role.LIBRARIAN, "portal:profile"),
    "search": (Role.LIBRARIAN, "/staf/cari/?q=contoh"),
    "admin": (Role.ADMINISTRATOR, "admin:index"),
    "admin-groups": (Role.ADMINISTRATOR, "admin:auth_group_changelist"),
    "admin-group": (Role.ADMINISTRATOR, "admin:auth_group_add"),
    "admin-tasks": (Role.ADMINISTRATOR, "admin:django_celery_beat_periodictask_changelist"),
    "missing": (None, "/tidak-ada/"),
}


@pytest.mark.shots
@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["390", "1280"])
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_picture(visit, site, name, language, window):
    role, place = PAGES[name]
    path = place if place.startswith("/") else reverse(place)
    visitor = visit(site.person(role) if role else None, window=window, language=language)
    visitor.go(path, status=404 if name == "missing" else 200)
    SHOTS.mkdir(exist_ok=True)
    visitor.page.screenshot(path=SHOTS / f"{name}-{language}-{window['width']}.png", full_page=True)
