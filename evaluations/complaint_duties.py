"""What complaints ask people to do by a date; each ends with the answer."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.accounts.models import Appointment
from baubau_pembinaan.notifications.duties import Duty, DutyRow, as_rows, reader_text, register
from evaluations.complaint_choices import OPEN, ComplaintKind
from evaluations.models import ComplaintHandling

HAND_OUT_WITHIN = timedelta(days=1)


def _link(row: DutyRow) -> str:
    return reverse("evaluations:complaint-detail", args=[row.ref])


def _kind(row: DutyRow) -> str:
    return str(ComplaintKind(row.detail).label)


def _without_owner(today: date) -> QuerySet[Any, Any]:
    rows = ComplaintHandling.objects.filter(status__in=OPEN, owner=None)
    return as_rows(
        rows,
        subject=reader_text("category__name"),
        detail="complaint__kind",
        due_on=F("complaint__received_on") + HAND_OUT_WITHIN,
    )


register(
    Duty(
        code="evaluations.hand-out-complaint",
        label=gettext_lazy("Complaints and questions nobody looks into yet"),
        rows=_without_owner,
        permission="evaluations.manage_complaint",
        title=lambda row: _("Say who looks into what a patron wrote: %(about)s") % {"about": row.subject},
        detail=_kind,
        url=_link,
        offsets=(-1, 1),
    )
)


def _to_answer(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        ComplaintHandling.objects.filter(status__in=OPEN),
        subject=reader_text("category__name"),
        detail="complaint__kind",
        recipient="owner__user",
        due_on="due_on",
    )


register(
    Duty(
        code="evaluations.answer-complaint",
        label=gettext_lazy("Complaints and questions to answer"),
        rows=_to_answer,
        title=lambda row: _("Answer a patron: %(about)s") % {"about": row.subject},
        detail=_kind,
        url=_link,
        offsets=(-3, 0, 1),
    )
)


def _overdue(today: date) -> QuerySet[Any, Any]:
    """Past their day; the superior of whoever looks into it, by the definitive post, else by the newest acting one."""
    posts = (
        Appointment.objects.on(today)
        .filter(profile=OuterRef("owner"))
        .order_by(Case(When(kind="definitif", then=0), default=1), "-starts_on", "-pk")
    )
    rows = ComplaintHandling.objects.filter(status__in=OPEN, due_on__lt=today).annotate(
        superior=Subquery(posts.values("supervisor__user")[:1])
    )
    return as_rows(
        rows, subject="owner__name", detail=reader_text("category__name"), recipient="superior", due_on="due_on"
    )


register(
    Duty(
        code="evaluations.press-complaint",
        label=gettext_lazy("Overdue complaints of the people one leads"),
        rows=_overdue,
        title=lambda row: _("See that %(name)s answers a patron: the day is past") % {"name": row.subject},
        url=_link,
        offsets=(1, 4, 8),
    )
)
