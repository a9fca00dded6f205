"""Events: approving them, leading them, reporting on them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import DateField, ExpressionWrapper, F, Min, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.duties import LEADERS, Duty, as_rows, reader_text, register
from outreach.choices import EventStatus, FacilitatorRole, SessionState
from outreach.models import (
    Event,
    Facilitator,
    on_date,
)

REPORT_WITHIN, REPORT_FORGOTTEN = timedelta(days=3), timedelta(days=60)


def _to_approve(today: date) -> QuerySet[Any, Any]:
    waiting = Event.objects.filter(status=EventStatus.SUBMITTED)
    return as_rows(
        waiting.annotate(first=Min("sessions__starts_at", filter=~Q(sessions__state=SessionState.CANCELLED))),
        subject=reader_text("title"),
        due_on=TruncDate("first"),
    )


register(
    Duty(
        code="outreach.approve-event",
        label=gettext_lazy("Events to approve"),
        rows=_to_approve,
        permission="outreach.approve_event",
        title=lambda row: _("Approve the event “%(event)s”") % {"event": row.subject},
        detail=lambda row: _("It is public only after that."),
        url=lambda row: row_address("outreach:event-detail", row.ref),
        offsets=(-14, -7, -3),
    )
)


def _mine(**dates: Any) -> QuerySet[Any, Any]:
    """(colleague, date) pairs of published events, one row each: on every date or on that date only."""
    return Facilitator.objects.filter(
        on_date(F("event__sessions"), F("event__sessions__starts_at")),
        event__status=EventStatus.PUBLISHED,
        **{f"event__sessions__{name}": value for name, value in dates.items()},
    )


def begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _coming(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        _mine(state=SessionState.PLANNED, starts_at__gte=begin_of(today)),
        ref="event__sessions__pk",
        recipient="profile__user",
        subject=reader_text("event__title"),
        detail="event__place",
        due_on=TruncDate("event__sessions__starts_at"),
    )


register(
    Duty(
        code="outreach.lead-event",
        who=LEADERS,
        label=gettext_lazy("Events you lead"),
        rows=_coming,
        title=lambda row: _("Lead “%(event)s”") % {"event": row.subject},
        url=lambda row: row_address("outreach:session-detail", row.ref),
        offsets=(-1,),
        is_task=False,
    )
)


def _to_report(today: date) -> QuerySet[Any, Any]:
    """Dates over and not reported, for those who led them; due three days after."""
    due = ExpressionWrapper(TruncDate("event__sessions__ends_at") + REPORT_WITHIN, output_field=DateField())
    over = _mine(
        state__in=(SessionState.PLANNED, SessionState.HELD),
        ends_at__lt=begin_of(today + timedelta(days=1)),
        ends_at__gte=begin_of(today - REPORT_FORGOTTEN),
    )
    return as_rows(
        over.exclude(role__in=(FacilitatorRole.ASSISTANT, FacilitatorRole.DOCUMENTATION)),
        ref="event__sessions__pk",
        recipient="profile__user",
        subject=reader_text("event__title"),
        due_on=due,
    )


register(
    Duty(
        code="outreach.report-session",
        who=LEADERS,
        label=gettext_lazy("Reports of events"),
        rows=_to_report,
        title=lambda row: _("Report on “%(event)s”") % {"event": row.subject},
        detail=lambda row: _("How many came, what happened, what it cost: five minutes."),
        url=lambda row: row_address("outreach:report", row.ref),
        offsets=(0, 4),
        latest=(REPORT_FORGOTTEN - REPORT_WITHIN).days,
    )
)


def _photos_to_check(today: date) -> QuerySet[Any, Any]:
    """Dates whose photos somebody no longer agrees to, for those who led them; due within three days."""
    there = Facilitator.objects.filter(
        on_date(F("event__sessions"), F("event__sessions__starts_at")),
        event__sessions__photos_withdrawn_at__isnull=False,
    )
    due = ExpressionWrapper(TruncDate("event__sessions__photos_withdrawn_at") + REPORT_WITHIN, output_field=DateField())
    return as_rows(
        there.exclude(role__in=(FacilitatorRole.ASSISTANT, FacilitatorRole.DOCUMENTATION)),
        ref="event__sessions__pk",
        recipient="profile__user",
        subject=reader_text("event__title"),
        due_on=due,
    )


register(
    Duty(
        code="outreach.withdrawn-photos",
        who=LEADERS,
        label=gettext_lazy("Photos after a withdrawn consent"),
        rows=_photos_to_check,
        title=lambda row: _("Look through the photos: %(event)s") % {"event": row.subject},
        detail=lambda row: _("Somebody withdrew the consent; take out every picture that shows them."),
        url=lambda row: row_address("outreach:session-detail", row.ref),
        offsets=(0, 4),
    )
)
