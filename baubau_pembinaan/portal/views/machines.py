"""What browsers and search engines ask of every site, unasked: small, the same for everybody, kept for a day."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

DAY = 24 * 60 * 60
# Rooms behind the sign-in, and forms that want a person's own answer; the rest may be found.
ROBOTS = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in ("/admin/", "/akun/", "/staf/", "/s/"))


@login_not_required
@cache_control(public=True, max_age=DAY)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@login_not_required
@cache_control(public=True, max_age=DAY)
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For those that ask before they have read the page, which names the icon as SVG."""
    return HttpResponse(_icon(), content_type="image/x-icon")


@cache
def _icon() -> bytes:
    return (Path(settings.BASE_DIR) / "static" / "icons" / "favicon.ico").read_bytes()
