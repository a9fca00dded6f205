"""What the evaluation room asks people to do by a date."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, Min, QuerySet, Value
from django.db.models.fields import DateField
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.notifications.duties import RESPONSIBLE, Duty, DutyRow, as_rows, reader_text, register
from evaluations import circle_duties as circle_duties
from evaluations import complaint_duties as complaint_duties
from evaluations import count_duties as count_duties
from evaluations import front_duties as front_duties
from evaluations import office_duties as office_duties
from evaluations import period_duties as period_duties
from evaluations import review_duties as review_duties
from evaluations.choices import CommentKind, HeldStatus, PeriodStatus, Unsur
from evaluations.models import Comment, FollowUp, HeldBatch, Period
from evaluations.models.comment import DAYS_TO_DECIDE
from evaluations.models.followup import OPEN_STATUSES
from evaluations.notification_kinds import COMMENTS
from evaluations.selectors.comments import MODERATE, UNFINISHED, WAITING

CLOSING_SOON = timedelta(days=7)


def _follow_ups(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        FollowUp.objects.filter(status__in=OPEN_STATUSES),
        subject="action",
        recipient="responsible__user",
        detail="unsur",
        due_on="due_on",
    )


register(
    Duty(
        code="evaluations.settle-followup",
        who=RESPONSIBLE,
        label=gettext_lazy("Follow-ups of the patron survey"),
        rows=_follow_ups,
        title=lambda row: _("See to the follow-up “%(action)s”") % {"action": Truncator(row.subject).chars(80)},
        detail=lambda row: str(Unsur(row.detail).label),
        url=lambda row: row_address("evaluations:followup-edit", row.ref),
        offsets=(-7, 0, 7),
    )
)


def _periods_to_close(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        Period.objects.filter(
            status=PeriodStatus.OPEN,
            ends_on__lte=today + CLOSING_SOON,
            survey__training_session=None,  # those after trainings and events close by themselves
            survey__event=None,
        ),
        subject="key",
        detail=reader_text("survey__title"),
        due_on="ends_on",
    )


register(
    Duty(
        code="evaluations.close-period",
        label=gettext_lazy("Survey periods to close"),
        rows=_periods_to_close,
        permission="evaluations.manage_survey",
        title=lambda row: _("Close the period %(key)s of “%(survey)s”") % {"key": row.subject, "survey": row.detail},
        detail=lambda row: _("Closing freezes the result; the report reads it from there."),
        url=lambda row: row_address("evaluations:period-detail", row.ref),
        offsets=(-3, 1, 7),
        earliest=-CLOSING_SOON.days,
    )
)


def _held(today: date) -> QuerySet[Any, Any]:
    """One row for each period with answers held aside; `subject` is their number."""
    waiting = HeldBatch.objects.filter(status=HeldStatus.WAITING).values("period_id")
    return as_rows(
        waiting.annotate(held=Count("answers"), survey=Min(reader_text("period__survey__title"))).filter(held__gt=0),
        ref="period_id",
        subject="held",
        due_on=ExpressionWrapper(Min("day") + timedelta(days=DAYS_TO_DECIDE), output_field=DateField()),
        detail="survey",
    )


def _held_title(row: DutyRow) -> str:
    n = int(row.subject)
    return ngettext("Decide on %(n)s answer held aside", "Decide on %(n)s answers held aside", n) % {"n": angka(n)}


register(
    Duty(
        code="evaluations.decide-held",
        label=gettext_lazy("Answers held aside"),
        rows=_held,
        permission="evaluations.manage_survey",
        title=_held_title,
        url=lambda row: row_address("evaluations:period-detail", row.ref),
        status=lambda row, today: (_("Waiting for a decision"), "wait"),
        offsets=(0, 7),
        default_on=False,
    )
)


def _undecided_comments(today: date) -> QuerySet[Any, Any]:
    """One row for all comments without a decision, due when the oldest is; `subject` is their number."""
    waiting = Comment.objects.filter(WAITING).values(together=Value(1)).annotate(n=Count("pk"), oldest=Min("day"))
    due = ExpressionWrapper(F("oldest") + timedelta(days=DAYS_TO_DECIDE), output_field=DateField())
    return as_rows(waiting, ref="together", subject="n", due_on=due)


def _undecided_title(row: DutyRow) -> str:
    n = int(row.subject)
    return ngettext("Decide on %(n)s patron's comment", "Decide on %(n)s patrons' comments", n) % {"n": angka(n)}


register(
    Duty(
        code="evaluations.decide-comment",
        label=gettext_lazy("Patrons' comments to decide on"),
        rows=_undecided_comments,
        permission=MODERATE,
        title=_undecided_title,
        detail=lambda row: _("Nobody reads them before that."),
        url=lambda row: reverse("evaluations:comment-moderation"),
        offsets=(-4, 0, 7),
        kind=COMMENTS.code,
    )
)


def _owned_comments(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        Comment.objects.filter(UNFINISHED),
        subject=reader_text("period__survey__title"),
        recipient="handling__owner__user",
        detail="handling__kind",
        due_on="handling__due_on",
    )


register(
    Duty(
        code="evaluations.finish-comment",
        who=RESPONSIBLE,
        label=gettext_lazy("Patrons' comments to see to"),
        rows=_owned_comments,
        title=lambda row: _("See to a patron's comment on “%(survey)s”") % {"survey": row.subject},
        detail=lambda row: str(CommentKind(row.detail).label) if row.detail else "",
        url=lambda row: row_address("evaluations:comment-detail", row.ref),
        offsets=(-3, 1),
    )
)
