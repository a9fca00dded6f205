"""Needs of the community: answering them, looking at those held aside."""

from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, DateField, ExpressionWrapper, F, Min, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.duties import Duty, as_rows, register
from outreach.models import (
    Need,
)

ANSWER_WITHIN = timedelta(days=14)


def _needs(today: date) -> QuerySet[Any, Any]:
    """Wishes nobody has answered yet; due fourteen days after they came."""
    due = ExpressionWrapper(F("asked_on") + ANSWER_WITHIN, output_field=DateField())
    return as_rows(Need.objects.unanswered(), subject="text", detail="district__name", due_on=Cast(due, DateField()))


register(
    Duty(
        code="outreach.answer-need",
        label=gettext_lazy("Community needs to answer"),
        rows=_needs,
        permission="outreach.manage_need",
        title=lambda row: _("Answer the wish “%(wish)s”") % {"wish": Truncator(row.subject).chars(60)},
        detail=lambda row: row.detail or "",
        url=lambda row: row_address("outreach:need-detail", row.ref),
        offsets=(-3, 1),
    )
)


def _held_needs(today: date) -> QuerySet[Any, Any]:
    """One row for each day on which wishes were held aside."""
    grouped = Need.objects.filter(is_held=True).order_by().values("asked_on").annotate(n=Count("pk"), first=Min("pk"))
    return as_rows(grouped, ref="first", subject=Cast("n", CharField()), due_on="asked_on")


register(
    Duty(
        code="outreach.decide-needs",
        label=gettext_lazy("Community needs held aside"),
        rows=_held_needs,
        permission="outreach.manage_need",
        title=lambda row: (
            ngettext("Look at %(n)s wish held aside", "Look at %(n)s wishes held aside", int(row.subject))
            % {"n": row.subject}
        ),
        url=lambda row: f"{reverse('outreach:need-list')}?disisihkan=1",
        offsets=(1, 3),
    )
)
