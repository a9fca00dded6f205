"""The demo as a whole: every room's demo.py, from the ground floor up, in one transaction.

A room's demo.py offers `load(context)` and, where it needs them, `clear(context)` (dated rows go, to be made afresh or
for good) and `remove(context)` (the rest goes for good).
"""

from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile, User
from baubau_pembinaan.accounts.services import make_administrator
from baubau_pembinaan.core.demo import DemoContext

from .demo_notice import CACHE_KEY

FLOORS = [
    "libraries",
    "accounts",
    "notifications",
    "documents",
    "training",
    "collections_app",
    "outreach",
    "evaluations",
    "reports",
]


class DemoRefused(ValidationError):
    """Demo people sign in with published passwords: never where the data are real."""

    def __init__(self) -> None:
        super().__init__(_("Demo data are refused under these settings: their passwords are public."))


class AdministratorMissing(ValidationError):
    """Without an administrator of its own nobody could sign in after the demo has gone."""

    def __init__(self) -> None:
        super().__init__(_("Make an administrator of your own first: the invented ones go."))


@dataclass(frozen=True)
class FirstAdministrator:
    """Who runs the system once the invented people have gone."""

    name: str
    username: str
    password: str
    email: str = ""


def rooms() -> list[Any]:
    """The demo modules of the installed rooms, lowest floor first."""
    found = []
    for label in FLOORS:
        if label not in apps.app_configs:
            continue
        config = apps.get_app_config(label)
        if module_has_submodule(config.module, "demo"):
            found.append(import_module(f"{config.name}.demo"))
    return found


def has_people() -> bool:
    """Anybody on record, be it only the first administrator: then these records are somebody's own."""
    return StaffProfile.objects.exists() or User.objects.exists()


def is_loaded() -> bool:
    return User.objects.filter(is_demo=True, is_active=True).exists()


def has_own_administrator() -> bool:
    """Whether a real person can run the system."""
    real = User.objects.filter(is_demo=False, is_active=True)
    return real.filter(groups__name=Role.ADMINISTRATOR).exists() or real.filter(is_superuser=True).exists()


@transaction.atomic
def load_demo(*, as_of: date, scale: int = 1, refresh: bool = False) -> DemoContext:
    """Fill every room with data relative to `as_of`; rows that are there already stay. Raises DemoRefused.

    refresh: rooms that can, clear their dated demo rows first, so nothing looks stale.
    """
    if not settings.DEMO_ALLOWED:
        raise DemoRefused
    context = DemoContext(as_of=as_of, scale=scale)
    modules = rooms()
    if refresh:
        _call("clear", context)
    for module in modules:
        module.load(context)
    transaction.on_commit(lambda: cache.delete(CACHE_KEY))
    return context


@transaction.atomic
def remove_demo(*, by: User | None, at: datetime, administrator: FirstAdministrator | None = None) -> list[str]:
    """Take every invented row away, room by room from the top; history keeps its lines, real rows stay.

    administrator: the first one of the library's own; needed where only invented ones are there.
    Returns the names of invented people who stay, deactivated, because real records refer to them. Running it again
    changes nothing. Raises AdministratorMissing, or ValidationError by field for an administrator who cannot be made;
    then nothing has changed.
    """
    Group.objects.select_for_update().get(name=Role.ADMINISTRATOR)  # one removal at a time
    if not has_own_administrator():
        if administrator is None:
            raise AdministratorMissing
        make_administrator(
            name=administrator.name,
            username=administrator.username,
            password=administrator.password,
            email=administrator.email,
            by=by,
            at=at,
        )
    context = DemoContext(as_of=timezone.localdate(at), by=by)
    _call("clear", context)
    _call("remove", context)
    transaction.on_commit(lambda: cache.delete(CACHE_KEY))
    return sorted(set(context.kept))


def _call(deed: str, context: DemoContext) -> None:
    for module in reversed(rooms()):
        if does := getattr(module, deed, None):
            does(context)
