"""What complaints ask people to do by a date; each ends with the answer."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.accounts.models import Appointment, User
from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.duties import RESPONSIBLE, SUPERVISOR, Duty, DutyRow, as_rows, reader_text, register
from evaluations.complaint_choices import OPEN, ComplaintKind
from evaluations.models import ComplaintHandling

HAND_OUT_WITHIN = timedelta(days=1)
HEARD_BEFORE = timedelta(days=1)  # the person named speaks before the library answers
LONG = timedelta(days=7)  # past its day: no longer a matter of the nearest superior alone


def _link(row: DutyRow) -> str:
    return row_address("evaluations:complaint-detail", row.ref)


def _kind(row: DutyRow) -> str:
    return str(ComplaintKind(row.detail).label)


def _without_owner(today: date) -> QuerySet[Any, Any]:
    """Also what lies with somebody whom nothing reaches: no account, a closed one, or gone from the house."""
    nobody = Q(owner=None) | Q(owner__user=None) | Q(owner__user__is_active=False) | Q(owner__left_on__lt=today)
    rows = ComplaintHandling.objects.filter(nobody, status__in=OPEN)
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
        who=RESPONSIBLE,
        label=gettext_lazy("Complaints and questions to answer"),
        rows=_to_answer,
        title=lambda row: _("Answer a patron: %(about)s") % {"about": row.subject},
        detail=_kind,
        url=_link,
        offsets=(-3, 0, 1),
        person="owner",
    )
)


def _to_be_heard(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        ComplaintHandling.objects.filter(status__in=OPEN, reply="", person__isnull=False),
        subject=reader_text("category__name"),
        detail="complaint__kind",
        recipient="person__user",
        due_on=F("due_on") - HEARD_BEFORE,
    )


register(
    Duty(
        code="evaluations.reply-to-complaint",
        label=gettext_lazy("What patrons wrote about oneself"),
        rows=_to_be_heard,
        title=lambda row: _("Say your side of what a patron wrote about you: %(about)s") % {"about": row.subject},
        detail=_kind,
        url=_link,
        offsets=(-3, 0),
    )
)


def _past_their_day(today: date) -> QuerySet[Any, Any]:
    """Each with `superior`: the account of whoever leads the person who looks into it, by the definitive post, else by
    the newest acting one."""
    posts = (
        Appointment.objects.on(today)
        .filter(profile=OuterRef("owner"))
        .order_by(Case(When(kind="definitif", then=0), default=1), "-starts_on", "-pk")
    )
    leads = posts.filter(supervisor__user__is_active=True)
    rows = ComplaintHandling.objects.filter(status__in=OPEN, due_on__lt=today)
    return rows.annotate(superior=Subquery(leads.values("supervisor__user")[:1]))


def _overdue(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        _past_their_day(today),
        subject="owner__name",
        detail=reader_text("category__name"),
        recipient="superior",
        due_on="due_on",
    )


def _overdue_of_nobody(today: date) -> QuerySet[Any, Any]:
    """Where nobody leads whoever looks into it, the managers press."""
    rows = _past_their_day(today).filter(superior=None, owner__isnull=False)
    return as_rows(rows, subject="owner__name", detail=reader_text("category__name"), due_on="due_on")


register(
    Duty(
        code="evaluations.press-complaint",
        led="owner",
        who=SUPERVISOR,
        label=gettext_lazy("Overdue complaints of the people one leads"),
        rows=_overdue,
        title=lambda row: _("See that %(name)s answers a patron: the day is past") % {"name": row.subject},
        url=_link,
        offsets=(1, 4, 8),
    )
)

register(
    Duty(
        code="evaluations.press-lone-complaint",
        label=gettext_lazy("Overdue complaints of people whom nobody leads"),
        rows=_overdue_of_nobody,
        permission="evaluations.manage_complaint",
        title=lambda row: _("See that %(name)s answers a patron: the day is past") % {"name": row.subject},
        url=_link,
        offsets=(1, 4, 8),
    )
)


def _long_overdue(today: date) -> QuerySet[Any, Any]:
    """What the nearest superior, who does not manage complaints, could not move either."""
    managers = Permission.objects.filter(codename="manage_complaint", content_type__app_label="evaluations")
    manages = User.objects.filter(pk=OuterRef("superior"), groups__permissions__in=managers)
    rows = _past_their_day(today).filter(due_on__lt=today - LONG, superior__isnull=False).exclude(Exists(manages))
    return as_rows(rows, subject="owner__name", detail=reader_text("category__name"), due_on="due_on")


register(
    Duty(
        code="evaluations.press-old-complaint",
        label=gettext_lazy("Complaints long overdue"),
        rows=_long_overdue,
        permission="evaluations.manage_complaint",
        title=lambda row: _("See that %(name)s answers a patron: the day is long past") % {"name": row.subject},
        url=_link,
        offsets=(8, 15, 29),
    )
)
