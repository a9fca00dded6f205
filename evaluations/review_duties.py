"""What reviews ask people to do by a date; each ends with the deed."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.notifications.duties import SUPERIOR, SUPERVISOR, Duty, DutyRow, as_rows, register
from evaluations.models import PeriodicEvaluation, Review
from evaluations.models.review import PERIOD_DAYS, ReviewQuerySet
from evaluations.review_choices import Stage

LOOK_AHEAD = timedelta(days=30)  # the self-assessment is no task in February


def _account_of(profile: str) -> Subquery:
    return Subquery(StaffProfile.objects.filter(pk=OuterRef(profile)).values("user")[:1])


def _at(*stages: Stage) -> ReviewQuerySet:
    return Review.objects.filter(cycle__status="running", stage__in=stages).with_due()


def _link(row: DutyRow) -> str:
    return row_address("evaluations:review-detail", row.ref)


def _own(today: date) -> QuerySet[Any, Any]:
    soon = Q(due__lte=today + LOOK_AHEAD)
    rows = _at(Stage.PLANNING, Stage.RUNNING, Stage.SELF, Stage.RELEASED).filter(~Q(stage=Stage.RUNNING) | soon)
    return as_rows(rows, subject="stage", detail="cycle__year", recipient="person__user", due_on="due")


def _own_title(row: DutyRow) -> str:
    return {
        Stage.PLANNING: _("Write and hand in your SKP plan"),
        Stage.RUNNING: _("Begin your self-assessment"),
        Stage.SELF: _("Hand in your self-assessment"),
        Stage.RELEASED: _("Acknowledge your review, or object"),
    }[Stage(row.subject)]


register(
    Duty(
        code="evaluations.own-review",
        label=gettext_lazy("Steps of one's own review"),
        rows=_own,
        title=_own_title,
        detail=lambda row: _("Reviews %(year)s") % {"year": row.detail},
        url=_link,
        offsets=(-7, -1, 1),
        earliest=-LOOK_AHEAD.days,
    )
)


def _to_lead(today: date) -> QuerySet[Any, Any]:
    rows = _at(Stage.PROPOSED, Stage.RATING).with_leaders(today).annotate(account=_account_of("lead_id"))
    return as_rows(rows, subject="person__name", detail="stage", recipient="account", due_on="due")


def _lead_title(row: DutyRow) -> str:
    if row.detail == Stage.PROPOSED:
        return _("Decide on the SKP plan of %(name)s") % {"name": row.subject}
    return _("Evaluate the year of %(name)s") % {"name": row.subject}


register(
    Duty(
        code="evaluations.lead-review",
        who=SUPERVISOR,
        label=gettext_lazy("Plans and evaluations of the people one leads"),
        rows=_to_lead,
        title=_lead_title,
        detail=lambda row: str(Stage(row.detail).label),
        url=_link,
        offsets=(-7, -1, 1),
    )
)


def _periods(today: date) -> QuerySet[Any, Any]:
    """One row a review: its oldest period that is over and without the supervisor's word."""
    open_stages = [Stage.RUNNING, Stage.SELF]
    over = PeriodicEvaluation.objects.filter(review=OuterRef("pk"), evaluated_on=None, ends_on__lt=today)
    rows = (
        Review.objects.filter(cycle__status="running", stage__in=open_stages)
        .with_leaders(today)
        .annotate(
            waiting=Subquery(over.order_by("number").values("pk")[:1]),
            period_end=Subquery(over.order_by("number").values("ends_on")[:1]),
            account=_account_of("lead_id"),
        )
        .filter(waiting__isnull=False)
    )
    return as_rows(
        rows,
        ref="waiting",
        subject="person__name",
        recipient="account",
        due_on=F("period_end") + Value(PERIOD_DAYS),
    )


register(
    Duty(
        code="evaluations.evaluate-period",
        who=SUPERVISOR,
        label=gettext_lazy("Periodic evaluations of the people one leads"),
        rows=_periods,
        title=lambda row: _("Write the periodic evaluation of %(name)s") % {"name": row.subject},
        url=lambda row: row_address("evaluations:review-period", row.ref),
        offsets=(-3, 1, 7),
    )
)


def _objections(today: date) -> QuerySet[Any, Any]:
    rows = _at(Stage.OBJECTED).with_leaders(today).by_superior(today).annotate(account=_account_of("above_id"))
    return as_rows(rows, subject="person__name", recipient="account", due_on="due")


register(
    Duty(
        code="evaluations.decide-objection",
        who=SUPERIOR,
        label=gettext_lazy("Objections to decide"),
        rows=_objections,
        title=lambda row: _("Decide on the objection of %(name)s") % {"name": row.subject},
        url=_link,
        offsets=(-7, -1, 1),
    )
)


def _objections_of_heads(today: date) -> QuerySet[Any, Any]:
    """Where no superior can decide."""
    rows = _at(Stage.OBJECTED).with_leaders(today).by_head(today)
    return as_rows(rows, subject="person__name", due_on="due")


register(
    Duty(
        code="evaluations.decide-objection-head",
        label=gettext_lazy("Objections without a superior who could decide"),
        rows=_objections_of_heads,
        permission="evaluations.release_reviews",
        title=lambda row: _("Decide on the objection of %(name)s") % {"name": row.subject},
        detail=lambda row: _("No superior of the supervisor can decide it."),
        url=_link,
        offsets=(-7, -1, 1),
    )
)


def _head(today: date) -> QuerySet[Any, Any]:
    """One row for each cycle and stage with something for the head; `subject` is the number, `detail` the stage."""
    rows = (
        Review.objects.filter(cycle__status="running", stage__in=[Stage.CALIBRATION, Stage.ACKNOWLEDGED])
        .order_by()
        .values("cycle_id", "stage")
        .annotate(n=Count("pk"))
        .annotate(
            due=Case(
                When(stage=Stage.CALIBRATION, then=F("cycle__release_due_on")), default=F("cycle__objection_due_on")
            ),
            year_text=Cast(F("cycle__year"), CharField()),
        )
    )
    return as_rows(rows, ref="year_text", subject="n", detail="stage", due_on="due")


def _head_title(row: DutyRow) -> str:
    n = int(row.subject)
    if row.detail == Stage.CALIBRATION:
        words = ngettext("Calibrate and release %(n)s review", "Calibrate and release %(n)s reviews", n)
    else:
        words = ngettext("Lock %(n)s acknowledged review", "Lock %(n)s acknowledged reviews", n)
    return words % {"n": angka(n)}


register(
    Duty(
        code="evaluations.release-reviews",
        label=gettext_lazy("Reviews to release and to lock"),
        rows=_head,
        permission="evaluations.release_reviews",
        title=_head_title,
        detail=lambda row: _("Reviews %(year)s") % {"year": row.ref},
        url=lambda row: f"{reverse('evaluations:review-board')}?year={row.ref}&stage={row.detail}",
        offsets=(-7, 1),
    )
)
