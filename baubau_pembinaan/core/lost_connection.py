"""A database that restarts costs its readers a pause, not an error page."""

import sys
import time
from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import got_request_exception
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

from .prepared import is_outdated

WAIT_SECONDS = 3.0
_PAUSE_SECONDS = 0.05
_MARK = "_met_a_lost_database"


def _note(sender: object, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Mark the request whose error was a connection that had gone, or whose plans are of older tables; a time-out or a
    deadlock leaves it open."""
    error = sys.exc_info()[1]
    if request is not None and isinstance(error, Error) and (is_outdated(error) or _is_gone()):
        setattr(request, _MARK, True)


def _is_gone() -> bool:
    return connection.connection is None or bool(connection.connection.closed) or not connection.is_usable()


class RetryLostConnection:
    """Stands above all that asks the database. A GET or HEAD that lost its connection runs again, from its beginning,
    as soon as the database is back, for WAIT_SECONDS at most. Nothing that writes is ever repeated."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        got_request_exception.connect(_note, dispatch_uid="core.lost_connection")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in ("GET", "HEAD") or not isinstance(request, WSGIRequest):
            return response
        end = 0.0
        while getattr(request, _MARK, False) and not connection.in_atomic_block:
            end = end or time.monotonic() + WAIT_SECONDS
            if not _is_back(end):
                break
            request = WSGIRequest(request.environ)
            response = self.get_response(request)
        return response


def _is_back(end: float) -> bool:
    """Whether a new connection can be had before `end` (of time.monotonic)."""
    connection.close()
    if time.monotonic() > end:
        return False
    while True:
        try:
            connection.ensure_connection()
        except Error:
            if time.monotonic() > end:
                return False
            time.sleep(_PAUSE_SECONDS)
        else:
            return True
