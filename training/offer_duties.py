"""An offered seat waits for an answer until its deadline; whoever wished for a training enrols before it closes."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.duties import Duty, as_rows, reader_text, register
from training.choices import EnrolmentStatus, SessionStatus
from training.models import Enrolment, Interest, Session

WISH_AHEAD = timedelta(days=14)


def _offers(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        Enrolment.objects.filter(status=EnrolmentStatus.OFFERED, session__status=SessionStatus.OPEN),
        ref="session_id",
        subject=reader_text("session__programme__title"),
        recipient="profile__user",
        due_on="offered_until__date",
    )


register(
    Duty(
        code="training.take-offer",
        label=gettext_lazy("Seats in trainings offered to you"),
        rows=_offers,
        title=lambda row: _("Take the seat in “%(session)s”, or leave it to the next") % {"session": row.subject},
        url=lambda row: row_address("training:session-detail", row.ref),
        offsets=(-1, 0),
    )
)


def _wished(today: date) -> QuerySet[Any, Any]:
    """Sessions whose enrolment ends soon, for whoever noted an interest in the programme and has not enrolled."""
    closing = Session.objects.registering_on(today).filter(closes_on__lte=today + WISH_AHEAD)
    entered = Enrolment.objects.filter(session=OuterRef("programme__sessions"), profile=OuterRef("profile"))
    return as_rows(
        Interest.objects.filter(~Exists(entered), programme__sessions__in=closing),
        ref="programme__sessions__pk",
        subject=reader_text("programme__title"),
        recipient="profile__user",
        due_on="programme__sessions__closes_on",
    )


register(
    Duty(
        code="training.enrol-in-time",
        label=gettext_lazy("Trainings you wished for whose enrolment ends"),
        rows=_wished,
        title=lambda row: _("Enrol in “%(training)s” before the list is closed") % {"training": row.subject},
        url=lambda row: row_address("training:session-detail", row.ref),
        offsets=(-7, -1),
        earliest=-WISH_AHEAD.days,
        latest=0,
    )
)
