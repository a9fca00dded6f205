"""`make shots`: pictures of the main pages, both languages, phone and desktop, in the ignored folder shots/."""

from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django_celery_beat.models import PeriodicTask

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.libraries.models import Library, Unit
from evaluations.choices import PeriodStatus
from evaluations.models import FollowUp, Period
from tests.journeys.browser import DESKTOP, PHONE

SHOTS = Path(settings.BASE_DIR) / "shots"
# name -> (who looks, URL name or path); {names} are rows of the demo
PAGES: dict[str, tuple[str | None, str]] = {
    "public-home": (None, "portal:public-home"),
    "about": (None, "portal:about"),
    "privacy": (None, "portal:privacy"),
    "accessibility": (None, "portal:accessibility"),
    "help": (None, "portal:help"),
    "offline": (None, "portal:offline"),
    "missing": (None, "/tidak-ada/"),
    "sign-in": (None, "account_login"),
    "password-reset": (None, "account_reset_password"),
    "satisfaction": (None, "evaluations:satisfaction"),
    "survey": (None, "/s/{code}/"),
    "survey-thanks": (None, "/s/{code}/terima-kasih/"),
    "staff-home-librarian": (Role.LIBRARIAN, "portal:home"),
    "staff-home-head": (Role.AGENCY_HEAD, "portal:home"),
    "staff-home-administrator": (Role.ADMINISTRATOR, "portal:home"),
    "profile": (Role.LIBRARIAN, "portal:profile"),
    "search": (Role.LIBRARIAN, "/staf/cari/?q=contoh"),
    "inbox": (Role.LIBRARIAN, "notifications:inbox"),
    "preferences": (Role.LIBRARIAN, "notifications:preferences"),
    "staff-directory": (Role.ADMINISTRATOR, "accounts:person-list"),
    "staff-person": (Role.ADMINISTRATOR, "/staf/pegawai/{person}/"),
    "staff-import": (Role.ADMINISTRATOR, "accounts:person-import"),
    "history": (Role.ADMINISTRATOR, "audit:entry-list"),
    "health": (Role.ADMINISTRATOR, "notifications:health"),
    "surveys": (Role.LIBRARIAN, "evaluations:survey-list"),
    "survey-detail": (Role.LIBRARIAN, "/staf/survei/{survey}/"),
    "survey-period": (Role.LIBRARIAN, "/staf/survei/periode/{period}/"),
    "survey-analysis": (Role.LIBRARIAN, "/staf/survei/periode/{period}/analisis/"),
    "survey-rollup": (Role.LIBRARIAN, "evaluations:rollup"),
    "survey-questionnaires": (Role.LIBRARIAN, "evaluations:instrument-list"),
    "survey-pictures": (None, "/s/anak/"),
    "follow-ups": (Role.LIBRARIAN, "evaluations:followup-list"),
    "follow-up": (Role.LIBRARIAN, "/staf/tindak-lanjut/{follow_up}/"),
    "survey-report": (Role.AGENCY_HEAD, "/staf/survei/periode/{closed}/laporan/"),
    "admin": (Role.ADMINISTRATOR, "admin:index"),
    "admin-staff": (Role.ADMINISTRATOR, "admin:accounts_staffprofile_changelist"),
    "admin-staff-form": (Role.ADMINISTRATOR, "/admin/accounts/staffprofile/{person}/change/"),
    "admin-appointment-add": (Role.ADMINISTRATOR, "admin:accounts_appointment_add"),
    "admin-group": (Role.ADMINISTRATOR, "admin:auth_group_add"),
    "admin-survey-form": (Role.ADMINISTRATOR, "/admin/evaluations/survey/{survey}/change/"),
    "admin-library": (Role.ADMINISTRATOR, "/admin/libraries/library/{library}/change/"),
    "admin-library-history": (Role.ADMINISTRATOR, "/admin/libraries/library/{library}/history/"),
    "admin-export": (Role.ADMINISTRATOR, "admin:libraries_unit_export"),
    "admin-import": (Role.ADMINISTRATOR, "admin:libraries_unit_import"),
    "admin-delete": (Role.ADMINISTRATOR, "/admin/libraries/unit/{unit}/delete/"),
    "admin-tasks": (Role.ADMINISTRATOR, "admin:django_celery_beat_periodictask_changelist"),
    "admin-task-form": (Role.ADMINISTRATOR, "/admin/django_celery_beat/periodictask/{task}/change/"),
}

# A room's pages stand in `tests/journeys/shots_<room>.py`: PAGES as above, and rows() for its own {names}.
ROOMS = [import_module(f"tests.journeys.{file.stem}") for file in sorted(Path(__file__).parent.glob("shots_*.py"))]
PAGES |= {name: page for room in ROOMS for name, page in room.PAGES.items()}


@pytest.fixture(scope="session")
def rows(site) -> dict[str, object]:
    """The demo's rows that the addresses above name."""
    more = {name: row for room in ROOMS for name, row in room.rows().items()}
    period = Period.objects.filter(status=PeriodStatus.OPEN).order_by("pk").first()
    return more | {
        "code": period.survey.code,
        "survey": period.survey_id,
        "period": period.pk,
        "closed": Period.objects.filter(status=PeriodStatus.CLOSED).order_by("pk").first().pk,
        "follow_up": FollowUp.objects.exclude(outcome="").order_by("pk").first().pk,
        "person": StaffProfile.objects.order_by("pk").first().pk,
        "library": Library.current().pk,
        "unit": Unit.objects.order_by("-pk").first().pk,
        "task": PeriodicTask.objects.order_by("pk").first().pk,
    }


@pytest.mark.shots
@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["390", "1280"])
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_picture(visit, site, rows, name, language, window):
    role, place = PAGES[name]
    path = place.format(**rows) if place.startswith("/") else reverse(place)
    visitor = visit(site.person(role) if role else None, window=window, language=language)
    visitor.go(path, status=404 if name == "missing" else 200)
    SHOTS.mkdir(exist_ok=True)
    visitor.page.screenshot(path=SHOTS / f"{name}-{language}-{window['width']}.png", full_page=True)
