"""Says on every page that the data are invented, where they are."""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import is_administrator

from .navigation import url_of

CACHE_KEY = "portal.demo_people_exist"
REMEMBERED_SECONDS = 60


@dataclass(frozen=True)
class DemoNotice:
    """The banner; `remove_url` is empty for readers who may not remove the sample data."""

    remove_url: str = ""


def demo_people_exist() -> bool:
    """Whether invented people are at work here (some may stay on record, deactivated); asked at most once a minute."""
    return cache.get_or_set(
        CACHE_KEY, lambda: StaffProfile.objects.filter(is_demo=True, left_on=None).exists(), timeout=REMEMBERED_SECONDS
    )


def demo_notice(request: HttpRequest) -> DemoNotice | None:
    """The banner where demo data are allowed and there; None in production, at no cost."""
    if not settings.DEMO_ALLOWED or not demo_people_exist():
        return None
    user = getattr(request, "user", None)
    may_remove = user is not None and user.is_authenticated and is_administrator(user)
    return DemoNotice(remove_url=url_of("portal:remove-demo") if may_remove else "")
