"""Events their author has not finished: a draft, one that came back, one that is approved and not public yet."""

from datetime import date
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.duties import Duty, DutyRow, as_rows, reader_text, register
from outreach.choices import EventStatus, SessionState
from outreach.duties_of.dates import begin_of
from outreach.models import Event, Session

AUTHOR = gettext_lazy("The author")


def _of_authors(found: QuerySet[Event], **columns: Any) -> QuerySet[Any, Any]:
    """Due on the day of the first date that is not called off; without one there is no day."""
    dated = found.annotate(first=Min("sessions__starts_at", filter=~Q(sessions__state=SessionState.CANCELLED)))
    return as_rows(dated, recipient="author", subject=reader_text("title"), due_on=TruncDate("first"), **columns)


def _drafts(today: date) -> QuerySet[Any, Any]:
    return _of_authors(Event.objects.filter(status=EventStatus.DRAFT, author__isnull=False), detail="note")


def _draft_title(row: DutyRow) -> str:
    words = _("Put right “%(event)s”: it came back") if row.detail else _("Finish the draft “%(event)s”")
    return words % {"event": row.subject}


register(
    Duty(
        code="outreach.finish-event",
        who=AUTHOR,
        label=gettext_lazy("Drafts of events"),
        rows=_drafts,
        title=_draft_title,
        detail=lambda row: row.detail or _("Ask for approval when it is complete."),
        url=lambda row: row_address("outreach:event-detail", row.ref),
        offsets=(-21, -14),
    )
)


def _approved(today: date) -> QuerySet[Any, Any]:
    """Approved, with a date to come; who took it off the calendar knows that it is not public."""
    coming = Session.objects.filter(event=OuterRef("pk"), state=SessionState.PLANNED, starts_at__gte=begin_of(today))
    waiting = Event.objects.filter(Exists(coming), status=EventStatus.APPROVED, withdrawn_at=None, author__isnull=False)
    return _of_authors(waiting)


register(
    Duty(
        code="outreach.publish-event",
        who=AUTHOR,
        label=gettext_lazy("Approved events to publish"),
        rows=_approved,
        title=lambda row: _("Publish the event “%(event)s”") % {"event": row.subject},
        detail=lambda row: _("It is approved, but nobody sees it yet."),
        url=lambda row: row_address("outreach:event-detail", row.ref),
        offsets=(-14, -7),
    )
)
