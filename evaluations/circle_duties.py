"""What a round of 360-degree feedback asks people to do."""

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.duties import SUPERVISOR, Duty, as_rows, register
from evaluations.circle import AT_LEAST
from evaluations.models import Review, RoundReviewer
from evaluations.review_choices import RoundStatus
from evaluations.services.reviews.circles import STAGES, SWITCH


def _to_answer(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        RoundReviewer.objects.filter(round__status=RoundStatus.OPEN, round__closes_on__gte=today),
        ref="round__review_id",
        subject="round__review__person__name",
        recipient="reviewer__user",
        due_on="round__closes_on",
    )


# No reminders: a kept message of the last days would tell who had not answered by then. The task list keeps nothing.
register(
    Duty(
        code="evaluations.answer-round",
        label=gettext_lazy("Feedback one is asked for"),
        rows=_to_answer,
        title=lambda row: _("Give feedback about %(name)s") % {"name": row.subject},
        url=lambda row: row_address("evaluations:round-answer", row.ref),
        switch=SWITCH,
        is_reminded=False,
        person="reviewer",
    )
)


def _to_approve(today: date) -> QuerySet[Any, Any]:
    rows = (
        Review.objects.filter(cycle__status="running", stage__in=STAGES, feedback_round__status=RoundStatus.PROPOSING)
        .annotate(
            proposed=Count("feedback_round__reviewers", distinct=True) + Count("feedback_round__guests", distinct=True)
        )
        .filter(proposed__gte=AT_LEAST)
        .with_leaders(today)
        .annotate(account=Subquery(StaffProfile.objects.filter(pk=OuterRef("lead_id")).values("user")[:1]))
    )
    return as_rows(rows, subject="person__name", recipient="account", due_on="cycle__self_due_on")


register(
    Duty(
        code="evaluations.approve-round",
        who=SUPERVISOR,
        label=gettext_lazy("Lists of reviewers to approve"),
        rows=_to_approve,
        title=lambda row: _("Approve the reviewers of %(name)s") % {"name": row.subject},
        url=lambda row: row_address("evaluations:round-detail", row.ref),
        offsets=(-14, -7),
        switch=SWITCH,
    )
)
