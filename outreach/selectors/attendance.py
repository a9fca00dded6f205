"""Who came, for rooms that ask them something afterwards."""

from django.db.models import QuerySet

from outreach.choices import RegistrationStatus, SessionState
from outreach.models import Event, Registration


def attendees_of(event: Event, *, session_id: int | None = None) -> QuerySet[Registration]:
    """Registrations of the event's dates that took place: who had a seat and was not marked absent, names not erased.

    Each can be reached by `email` or `phone` (may be empty) in `language`; ordered by date, then queue.
    """
    found = Registration.objects.filter(
        session__event=event,
        session__state__in=(SessionState.HELD, SessionState.REPORTED),
        status=RegistrationStatus.REGISTERED,
        no_show=False,
        erased_at__isnull=True,
    )
    if session_id is not None:
        found = found.filter(session=session_id)
    return found.select_related("session__event").order_by("session__starts_at", "queued_at", "pk")
