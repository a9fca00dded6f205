"""What keeping the house in order asks of people by a date."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.duties import RESPONSIBLE, Duty, DutyRow, as_rows, register
from evaluations.models import Procedure, RepairTicket
from evaluations.models.repair import RepairStatus

PLAN_WITHIN = timedelta(days=3)
REVIEW_AHEAD = timedelta(days=45)


def _repair(row: DutyRow) -> str:
    return row_address("evaluations:repair-detail", row.ref)


def _open() -> QuerySet[RepairTicket]:
    return RepairTicket.objects.filter(status=RepairStatus.OPEN)


def _unplanned(today: date) -> QuerySet[Any, Any]:
    return as_rows(_open().filter(owner=None), subject="place", detail="fault", due_on=F("reported_on") + PLAN_WITHIN)


register(
    Duty(
        code="evaluations.plan-repair",
        label=gettext_lazy("Faults nobody sees to yet"),
        rows=_unplanned,
        permission="evaluations.manage_repair",
        title=lambda row: _("Say who repairs it: %(place)s") % {"place": row.subject},
        url=_repair,
        offsets=(0,),
    )
)


def _to_repair(today: date) -> QuerySet[Any, Any]:
    return as_rows(_open(), subject="place", detail="fault", recipient="owner__user", due_on="due_on")


register(
    Duty(
        code="evaluations.end-repair",
        who=RESPONSIBLE,
        label=gettext_lazy("Repairs to see to"),
        rows=_to_repair,
        title=lambda row: _("See to the repair: %(place)s") % {"place": row.subject},
        url=_repair,
        offsets=(-2, 1),
    )
)


def _to_review(today: date) -> QuerySet[Any, Any]:
    soon = Procedure.objects.filter(retired_on=None, review_on__lte=today + REVIEW_AHEAD)
    return as_rows(soon, subject="title", detail="number", due_on="review_on")


register(
    Duty(
        code="evaluations.review-procedure",
        label=gettext_lazy("Procedures and policies to review"),
        rows=_to_review,
        permission="evaluations.manage_procedure",
        title=lambda row: _("Look whether it still holds: %(title)s") % {"title": row.subject},
        url=lambda row: row_address("evaluations:procedure-detail", row.ref),
        offsets=(-30, 0),
        earliest=-REVIEW_AHEAD.days,
    )
)
