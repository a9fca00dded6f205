"""A seat that is offered waits for an answer until its deadline."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.duties import Duty, as_rows, reader_text, register
from training.choices import EnrolmentStatus, SessionStatus
from training.models import Enrolment


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
