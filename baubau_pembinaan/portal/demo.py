"""The demo as a whole: every room's demo.py, from the ground floor up, in one transaction."""

from datetime import date
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile, User
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
]


class DemoRefused(ValidationError):
    """Demo people sign in with published passwords: never where the data are real."""

    def __init__(self) -> None:
        super().__init__(_("Demo data are refused under these settings: their passwords are public."))


def rooms() -> list[object]:
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
        for module in reversed(modules):
            if clear := getattr(module, "clear", None):
                clear(context)
    for module in modules:
        module.load(context)  # type: ignore[attr-defined]
    transaction.on_commit(lambda: cache.delete(CACHE_KEY))
    return context
