"""How long a sign-in lasts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
# The session row is written at most this often for the idle limit.
SEEN_EVERY_SECONDS = 5 * 60


def note_sign_in(sender: object, request: HttpRequest | None, user: object, **kwargs: Any) -> None:
    """Django's own signal, not one between our apps: every way of signing in starts the clock."""
    if request is not None and hasattr(request, "session"):
        now = timezone.now().timestamp()
        request.session[SIGNED_IN_AT] = now
        request.session[SEEN_AT] = now


def connect() -> None:
    user_logged_in.connect(note_sign_in, dispatch_uid="accounts.note_sign_in")


class SessionLimits:
    """Ends a sign-in after SESSION_IDLE_SECONDS without a request and SESSION_ABSOLUTE_SECONDS in any case."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "_auth_user_id" in request.session:
            now = timezone.now()
            if is_past_limits(request.session, now):
                logout(request)
            elif now.timestamp() - request.session[SEEN_AT] >= SEEN_EVERY_SECONDS:
                request.session[SEEN_AT] = now.timestamp()
        return self.get_response(request)


def is_past_limits(session: Any, now: datetime) -> bool:
    """A session without our clock is past its limits too."""
    signed_in, seen = session.get(SIGNED_IN_AT), session.get(SEEN_AT)
    if signed_in is None or seen is None:
        return True
    return (
        now.timestamp() - signed_in > settings.SESSION_ABSOLUTE_SECONDS
        or now.timestamp() - seen > settings.SESSION_IDLE_SECONDS
    )


def end_sessions_of(user: Any) -> int:
    """Sign the account out everywhere, on the server; how many sessions ended."""
    known = UserSession.objects.filter(user=user)
    keys = list(known.values_list("session_key", flat=True))
    known.delete()
    return Session.objects.filter(session_key__in=keys).delete()[0]
