"""What every page's frame needs."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from baubau_pembinaan.libraries.models import Library
from baubau_pembinaan.notifications.selectors import unread_count

from . import navigation
from .demo_notice import demo_notice
from .greeting import called


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame's own values, each read once and only when a template asks."""
    return {
        "library": SimpleLazyObject(Library.current),
        "called": SimpleLazyObject(lambda: called(str(request.user))),
        "unread": SimpleLazyObject(lambda: unread_count(request.user)),
        "demo": SimpleLazyObject(lambda: demo_notice(request)),
        "staff_navigation": SimpleLazyObject(lambda: navigation.entries(navigation.STAFF, request)),
        "public_navigation": SimpleLazyObject(lambda: navigation.entries(navigation.PUBLIC, request)),
        "account_links": SimpleLazyObject(lambda: navigation.entries(navigation.ACCOUNT, request)),
        "office": SimpleLazyObject(lambda: navigation.entries(navigation.OFFICE, request)),
        "shortcuts": SimpleLazyObject(lambda: navigation.entries(navigation.SHORTCUTS, request)),
    }
