"""`make shots`: pictures of the main pages, both languages, phone and desktop, in the ignored folder shots/."""

from pathlib import Path

import pytest
from django.conf import settings

from baubau_pembinaan.accounts.choices import Role
from tests.journeys.browser import DESKTOP, PHONE

SHOTS = Path(settings.BASE_DIR) / "shots"
# name -> (who looks, address)
PAGES: dict[str, tuple[str | None, str]] = {
    "public-home": (None, "/"),
    "privacy": (None, "/privasi/"),
    "help": (None, "/bantuan/"),
    "sign-in": (None, "/akun/login/"),
    "staff-home-librarian": (Role.LIBRARIAN, "/staf/"),
    "staff-home-head": (Role.AGENCY_HEAD, "/staf/"),
    "profile": (Role.LIBRARIAN, "/staf/profil/"),
    "search": (Role.LIBRARIAN, "/staf/cari/?q=contoh"),
    "inbox": (Role.LIBRARIAN, "/staf/pesan/"),
    "directory": (Role.LIBRARIAN, "/staf/pegawai/"),
    "admin": (Role.ADMINISTRATOR, "/admin/"),
    "admin-accounts": (Role.ADMINISTRATOR, "/admin/accounts/user/"),
    "admin-account": (Role.ADMINISTRATOR, "/admin/accounts/user/add/"),
    "admin-tasks": (Role.ADMINISTRATOR, "/admin/django_celery_beat/periodictask/"),
    "missing": (None, "/tidak-ada/"),
}


@pytest.mark.shots
@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["390", "1280"])
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_picture(visit, site, name, language, window):
    role, path = PAGES[name]
    visitor = visit(site.person(role) if role else None, window=window, language=language)
    visitor.go(path, status=404 if name == "missing" else 200)
    SHOTS.mkdir(exist_ok=True)
    visitor.page.screenshot(path=SHOTS / f"{name}-{language}-{window['width']}.png", full_page=True)
