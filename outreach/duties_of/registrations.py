"""Registrations: what waits for a colleague."""

from datetime import date
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.duties import Duty, as_rows, reader_text, register
from outreach.choices import RegistrationStatus
from outreach.duties_of.dates import begin_of
from outreach.models import (
    Notice,
    Registration,
)
from outreach.models.notice import BY_A_COLLEAGUE


def _by_hand(today: date) -> QuerySet[Any, Any]:
    """One row for each date whose people wait for a message a colleague sends."""
    waiting = Notice.objects.filter(state__in=BY_A_COLLEAGUE).values("registration__session_id")
    return as_rows(
        waiting.annotate(
            n=Count("pk"), first=Min("made_at"), what=Min(reader_text("registration__session__event__title"))
        ),
        ref="registration__session_id",
        subject="what",
        detail="n",
        due_on=TruncDate("first"),
    )


register(
    Duty(
        code="outreach.send-messages",
        label=gettext_lazy("Messages to patrons without e-mail, by WhatsApp or in person"),
        rows=_by_hand,
        permission="outreach.manage_registration",
        title=lambda row: _("Tell the people of “%(event)s”, by WhatsApp or in person") % {"event": row.subject},
        detail=lambda row: ngettext("%(n)s message", "%(n)s messages", int(row.detail)) % {"n": row.detail},
        url=lambda row: reverse("outreach:notice-list"),
        offsets=(1,),
    )
)


def _held_aside(today: date) -> QuerySet[Any, Any]:
    odd = Registration.objects.filter(status=RegistrationStatus.HELD_ASIDE, session__starts_at__gte=begin_of(today))
    grouped = odd.values("session_id").annotate(
        n=Count("pk"), what=Min(reader_text("session__event__title")), starts=Min("session__starts_at")
    )
    return as_rows(grouped, ref="session_id", subject="what", detail="n", due_on=TruncDate("starts"))


register(
    Duty(
        code="outreach.decide-registrations",
        label=gettext_lazy("Registrations held aside"),
        rows=_held_aside,
        permission="outreach.manage_registration",
        title=lambda row: _("Look at the registrations held aside for “%(event)s”") % {"event": row.subject},
        detail=lambda row: ngettext("%(n)s registration", "%(n)s registrations", int(row.detail)) % {"n": row.detail},
        url=lambda row: reverse("outreach:registration-held"),
        offsets=(-3, -1),
    )
)


def _to_confirm(today: date) -> QuerySet[Any, Any]:
    """Dates in the next days with people who were asked and have not confirmed yet."""
    silent = Registration.objects.filter(
        status=RegistrationStatus.REGISTERED,
        asked_at__isnull=False,
        confirmed_at=None,
        session__starts_at__gte=begin_of(today),
    )
    grouped = silent.values("session_id").annotate(
        n=Count("pk"), what=Min(reader_text("session__event__title")), starts=Min("session__starts_at")
    )
    return as_rows(grouped, ref="session_id", subject="what", detail="n", due_on=TruncDate("starts"))


register(
    Duty(
        code="outreach.confirm-seats",
        label=gettext_lazy("Seats nobody has confirmed"),
        rows=_to_confirm,
        permission="outreach.manage_registration",
        title=lambda row: _("Ask who comes to “%(event)s”") % {"event": row.subject},
        detail=lambda row: (
            ngettext("%(n)s registration is not confirmed", "%(n)s registrations are not confirmed", int(row.detail))
            % {"n": row.detail}
        ),
        url=lambda row: row_address("outreach:session-detail", row.ref),
        offsets=(-2, -1),
    )
)
