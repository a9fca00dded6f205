"""What the training room asks people to do, or to know, by a date."""

from datetime import date, timedelta
from typing import Any

from django.db.models import (
    DateField,
    ExpressionWrapper,
    F,
    QuerySet,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.duties import (
    LEADERS,
    RESPONSIBLE,
    SUPERVISOR,
    Duty,
    DutyRow,
    as_rows,
    reader_text,
    register,
)
from training import afterwards_duties as afterwards_duties
from training import offer_duties as offer_duties
from training import record_duties as record_duties
from training.choices import EnrolmentStatus, SessionStatus
from training.duty_people import supervisor_user
from training.models import (
    Enrolment,
    Meeting,
    Session,
)
from training.notification_kinds import SESSION

CLOSING_SOON = timedelta(days=7)


def _requests(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        Enrolment.objects.filter(status=EnrolmentStatus.REQUESTED, session__status=SessionStatus.OPEN),
        subject="profile__name",
        detail=reader_text("session__programme__title"),
        recipient=supervisor_user(today),
        due_on="session__starts_on",
    )


def _decide_title(row: DutyRow) -> str:
    return _("Decide whether %(person)s takes part") % {"person": row.subject}


register(
    Duty(
        code="training.decide-enrolment",
        led="profile",
        who=SUPERVISOR,
        label=gettext_lazy("Requests for training to decide"),
        rows=_requests,
        title=_decide_title,
        url=lambda row: reverse("training:approvals"),
        offsets=(-14, -7, -3),
    )
)


def _endorsed(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        Enrolment.objects.filter(status=EnrolmentStatus.ENDORSED, session__status=SessionStatus.OPEN),
        subject="profile__name",
        detail=reader_text("session__programme__title"),
        due_on="session__starts_on",
    )


register(
    Duty(
        code="training.confirm-enrolment",
        label=gettext_lazy("Requests for training that need the second approval"),
        rows=_endorsed,
        permission="training.confirm_enrolment",
        title=_decide_title,
        url=lambda row: reverse("training:approvals"),
        offsets=(-7, -3),
        switch="two_stage_approval",
    )
)


def _meetings(today: date) -> QuerySet[Any, Any]:
    """One row for each person with a seat and each meeting from today on."""
    return as_rows(
        Enrolment.objects.filter(
            status__in=[EnrolmentStatus.SEATED, EnrolmentStatus.ATTENDED],
            session__status=SessionStatus.OPEN,
            session__meetings__starts_at__date__gte=today,
        ),
        ref="session_id",
        subject=reader_text("session__programme__title"),
        detail="session__meetings__place",
        recipient="profile__user",
        due_on="session__meetings__starts_at__date",
    )


register(
    Duty(
        code="training.attend-meeting",
        label=gettext_lazy("Meetings of your trainings"),
        rows=_meetings,
        title=lambda row: _("Take part in “%(training)s”") % {"training": row.subject},
        url=lambda row: row_address("training:session-detail", row.ref),
        offsets=(-3, -1),
        kind=SESSION.code,
        is_task=False,
    )
)


def _teaching(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        Meeting.objects.filter(trainer__isnull=False, session__status=SessionStatus.OPEN, starts_at__date__gte=today),
        ref="session_id",
        subject=reader_text("session__programme__title"),
        detail="place",
        recipient="trainer__user",
        due_on="starts_at__date",
    )


register(
    Duty(
        code="training.teach-meeting",
        who=LEADERS,
        label=gettext_lazy("Meetings you teach"),
        rows=_teaching,
        title=lambda row: _("Teach at “%(training)s”") % {"training": row.subject},
        url=lambda row: row_address("training:session-detail", row.ref),
        offsets=(-7, -1),
        kind=SESSION.code,
        is_task=False,
    )
)


def _deadlines(today: date) -> QuerySet[Any, Any]:
    """Sessions with free seats whose enrolment ends soon: known to those who plan, so that seats are filled."""
    return as_rows(
        Session.objects.filter(status=SessionStatus.OPEN, closes_on__gte=today, closes_on__lte=today + CLOSING_SOON),
        subject=reader_text("programme__title"),
        detail="label",
        recipient="coordinator__user",
        due_on="closes_on",
    )


register(
    Duty(
        code="training.enrolment-closes",
        who=RESPONSIBLE,
        label=gettext_lazy("Enrolment of a session ends"),
        rows=_deadlines,
        title=lambda row: _("Look at the list of “%(training)s”: enrolment ends") % {"training": row.subject},
        url=lambda row: row_address("training:session-detail", row.ref),
        offsets=(-3, 0),
        earliest=-CLOSING_SOON.days,
        latest=0,
    )
)


def _line(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        Enrolment.objects.filter(status=EnrolmentStatus.WAITING, session__status=SessionStatus.OPEN),
        ref="session_id",
        subject=reader_text("session__programme__title"),
        recipient="profile__user",
        due_on="session__starts_on",
    )


register(
    Duty(
        code="training.still-waiting",
        label=gettext_lazy("You are still on a waiting list"),
        rows=_line,
        title=lambda row: _("You are still on the waiting list of “%(training)s”") % {"training": row.subject},
        url=lambda row: row_address("training:session-detail", row.ref),
        offsets=(-3,),
        kind=SESSION.code,
        is_task=False,
    )
)


def _to_finish(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        Session.objects.filter(status=SessionStatus.OPEN, ends_on__lt=today),
        subject=reader_text("programme__title"),
        detail="label",
        recipient="coordinator__user",
        due_on=ExpressionWrapper(F("ends_on") + timedelta(days=3), output_field=DateField()),
    )


register(
    Duty(
        code="training.finish-session",
        who=RESPONSIBLE,
        label=gettext_lazy("Sessions to finish"),
        rows=_to_finish,
        title=lambda row: _("Check the attendance of “%(training)s” and finish it") % {"training": row.subject},
        url=lambda row: row_address("training:session-detail", row.ref),
        offsets=(0, 4, 11),
    )
)
