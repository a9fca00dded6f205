"""What one request may ask of the machine: a body of some size, a statement of some seconds."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults


class BodyLimit:
    """Refuses a body above settings.LARGEST_BODY_BYTES by its announced length, before a byte of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isascii() and announced.isdigit() and int(announced) <= settings.LARGEST_BODY_BYTES:
            return self.get_response(request)
        page = render_to_string("413.html", {"mb": settings.LARGEST_BODY_BYTES // 1_000_000})
        return HttpResponse(page, status=413)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be read (400); more text than settings.DATA_UPLOAD_MAX_MEMORY_SIZE is told as such (413), with the
    way back to the form."""
    if not isinstance(exception, RequestDataTooBig):
        return defaults.bad_request(request, exception)
    form = getattr(request.resolver_match.func, "view_class", None) if request.resolver_match else None
    words = {
        "is_text": True,
        "mb": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000,
        "back": request.path if hasattr(form, "get") else "",
    }
    return HttpResponse(render_to_string("413.html", words), status=413)


class NoNulSigns:
    """A NUL sign, which no text of the database can hold, is a request that cannot be read (400) and no fault of ours.

    Costs nothing until the database driver refuses one, wherever in address or body it stood.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, ValueError) and "NUL (0x00)" in str(exception):
            raise BadRequest("a NUL sign in the request") from exception


def limit_statements() -> None:
    """For the processes that serve pages: the database gives up a statement after settings.WEB_STATEMENT_SECONDS.

    Migrations, imports and background work may take their time, so this is no setting of the connection.
    """
    connection_created.connect(_limit, dispatch_uid="core.limit_statements")


def _limit(sender: object, connection: Any, **kwargs: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{settings.WEB_STATEMENT_SECONDS}s"])
