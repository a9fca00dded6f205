"""Taking out what never was public: a date added by mistake, a draft nobody needs. What people saw is cancelled."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.core.history import acting
from outreach.models import Event, Session
from outreach.services.needs import let_go_of


class WasPublic(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This was public: cancel the date or take the event off the calendar, nothing is deleted."))


class StillNeeded(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Something rests on it: arrivals, a report, a paper, a lesson, a group or a wish."))


@transaction.atomic
def delete_session(*, session: Session) -> None:
    """The date goes for good. Raises WasPublic, StillNeeded."""
    event = Event.objects.select_for_update().get(pk=session.event_id)
    if not event.never_public:
        raise WasPublic
    _delete(Session.objects.select_for_update().get(pk=session.pk))


@transaction.atomic
def delete_event(*, event: Event, by: Any, at: datetime) -> int:
    """The event goes with its dates; its history stays. Returns how many wishes it was made of are open again.

    Raises WasPublic, StillNeeded.
    """
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if not locked.never_public:
        raise WasPublic
    for session in locked.sessions.select_for_update().order_by("pk"):
        _delete(session)
    open_again = let_go_of(event=locked, on=timezone.localdate(at))
    try:
        with acting(by):
            locked.delete()
    except ProtectedError as needed:
        raise StillNeeded from needed
    return open_again


def _delete(session: Session) -> None:
    if session.is_held or session.is_reported or hasattr(session, "lesson") or session.needs.exists():
        raise StillNeeded
    try:
        session.delete()
    except ProtectedError as needed:
        raise StillNeeded from needed
