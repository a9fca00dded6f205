"""What must be done about records by a date: JP to verify and to prove, the target, plans, the year."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import (
    CharField,
    Count,
    DateField,
    DecimalField,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Concat, TruncDate
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.notifications.duties import SUPERVISOR, Duty, DutyRow, as_rows, register
from training.choices import AnnualStatus, ItemStatus, LedgerStatus, PlanStatus
from training.duty_people import supervisor_user
from training.models import (
    AnnualPlan,
    DevelopmentPlan,
    JpEntry,
    PlanItem,
)
from training.selectors.ledger import target_subquery

GOALS_AHEAD = timedelta(days=30)
ASKED_FROM_MONTH = 7  # whoever is behind in July has half a year left to plan


def _to_verify(today: date) -> QuerySet[Any, Any]:
    """One row for all that can be verified, due two weeks after the oldest came in; `subject` is the number."""
    waiting = JpEntry.objects.filter(Q(needs_proof=False) | Q(proof__isnull=False), status=LedgerStatus.EARNED)
    counted = waiting.values(together=Value(1)).annotate(n=Count("pk"), oldest=Min("entered_at__date"))
    due = ExpressionWrapper(F("oldest") + timedelta(days=14), output_field=DateField())
    return as_rows(counted, ref="together", subject="n", due_on=due)


def _verify_title(row: DutyRow) -> str:
    n = int(row.subject)
    return ngettext("Verify the JP of %(n)s training", "Verify the JP of %(n)s trainings", n) % {"n": n}


register(
    Duty(
        code="training.verify-jp",
        label=gettext_lazy("JP waiting for verification"),
        rows=_to_verify,
        permission="training.verify_jp",
        title=_verify_title,
        url=lambda row: reverse("training:verification"),
        offsets=(0, 7),
    )
)


def _without_proof(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        JpEntry.objects.filter(status=LedgerStatus.EARNED, needs_proof=True, proof=None),
        subject="title",
        recipient="profile__user",
        due_on=ExpressionWrapper(F("entered_at__date") + timedelta(days=14), output_field=DateField()),
    )


register(
    Duty(
        code="training.add-proof",
        label=gettext_lazy("Trainings whose certificate is missing"),
        rows=_without_proof,
        title=lambda row: _("Add the certificate of “%(training)s”, so that its JP count") % {"training": row.subject},
        url=lambda row: row_address("training:entry-proof", row.ref),
        offsets=(-7, 7),
    )
)


def _behind(today: date) -> QuerySet[Any, Any]:
    """People whose verified JP stay below the target of the year, from July on; due at the end of October."""
    year = today.year
    verified = JpEntry.objects.filter(profile=OuterRef("pk"), year=year, status=LedgerStatus.VERIFIED)
    summed = Subquery(verified.order_by().values("profile").annotate(total=Sum("jp")).values("total"))
    working = Q(left_on=None) | Q(left_on__gte=today)
    people = StaffProfile.objects.filter(working, user__isnull=False).annotate(
        jp_target=target_subquery(year),
        jp_has=Coalesce(summed, Decimal(0), output_field=DecimalField(max_digits=8, decimal_places=2)),
    )
    rows = people.filter(jp_target__gt=F("jp_has"))
    if today.month < ASKED_FROM_MONTH:
        rows = rows.filter(pk__in=[])
    return as_rows(
        rows, subject="jp_has", detail="jp_target", recipient="user", due_on=Value(date(year, 10, 31), DateField())
    )


def _behind_title(row: DutyRow) -> str:
    has = angka(Decimal(row.subject), 2)
    return _("Plan your JP: %(has)s of %(target)s are verified") % {"has": has, "target": row.detail}


register(
    Duty(
        code="training.reach-jp-target",
        label=gettext_lazy("JP target of the year"),
        rows=_behind,
        title=_behind_title,
        detail=lambda row: _("Find a training, or enter one held elsewhere."),
        url=lambda row: reverse("training:my-jp"),
        offsets=(-92, -31, 0, 30),
        earliest=-122,  # July 1
    )
)


def _own_plans(today: date) -> QuerySet[Any, Any]:
    """Plans of the year still being written, by the end of March."""
    rows = DevelopmentPlan.objects.filter(status=PlanStatus.DRAFT, year=today.year)
    return as_rows(
        rows,
        ref="profile_id",
        subject="year",
        recipient="profile__user",
        due_on=Value(date(today.year, 3, 31), DateField()),
    )


register(
    Duty(
        code="training.hand-in-plan",
        label=gettext_lazy("Development plan to hand in"),
        rows=_own_plans,
        title=lambda row: _("Hand in your development plan %(year)s") % {"year": row.subject},
        url=lambda row: reverse("training:plan", args=[row.ref, row.subject]),
        offsets=(-14, 0),
    )
)


def _plans_to_agree(today: date) -> QuerySet[Any, Any]:
    rows = DevelopmentPlan.objects.filter(status=PlanStatus.SUBMITTED)
    due = ExpressionWrapper(F("submitted_at__date") + timedelta(days=14), output_field=DateField())
    return as_rows(
        rows, ref="profile_id", subject="profile__name", detail="year", recipient=supervisor_user(today), due_on=due
    )


register(
    Duty(
        code="training.agree-plan",
        who=SUPERVISOR,
        led="profile",
        label=gettext_lazy("Development plans to agree on"),
        rows=_plans_to_agree,
        title=lambda row: _("Agree on the development plan of %(person)s") % {"person": row.subject},
        url=lambda row: reverse("training:plan", args=[row.ref, row.detail]),
        offsets=(-7, 0, 7),
    )
)


def _goals(today: date) -> QuerySet[Any, Any]:
    rows = PlanItem.objects.filter(
        status=ItemStatus.OPEN, plan__status=PlanStatus.AGREED, due_on__lte=today + GOALS_AHEAD
    )
    where = Concat("plan__profile_id", Value("/"), "plan__year", output_field=CharField())
    return as_rows(rows, subject="goal", detail=where, recipient="plan__profile__user", due_on="due_on")


def _plan_of_goal(row: DutyRow) -> str:
    profile, year = row.detail.split("/")
    return reverse("training:plan", args=[profile, year])


register(
    Duty(
        code="training.reach-goal",
        label=gettext_lazy("Goals of your development plan"),
        rows=_goals,
        title=lambda row: _("Reach your goal “%(goal)s”") % {"goal": Truncator(row.subject).chars(80)},
        detail=lambda row: "",
        url=_plan_of_goal,
        offsets=(-30, -7, 7),
        earliest=-GOALS_AHEAD.days,
    )
)


def _years_to_approve(today: date) -> QuerySet[Any, Any]:
    """Due a week after it was handed in."""
    waiting = AnnualPlan.objects.filter(status=AnnualStatus.SUBMITTED)
    steps = AnnualPlan.history.filter(id=OuterRef("pk"), status=AnnualStatus.SUBMITTED).order_by("-history_date")
    handed_in = Subquery(steps.annotate(day=TruncDate("history_date")).values("day")[:1], output_field=DateField())
    due = ExpressionWrapper(handed_in + timedelta(days=7), output_field=DateField())
    return as_rows(waiting, ref="year", subject="year", due_on=due)


register(
    Duty(
        code="training.approve-year",
        label=gettext_lazy("Yearly plans to approve"),
        rows=_years_to_approve,
        permission="training.approve_year",
        title=lambda row: _("Decide on the yearly plan %(year)s") % {"year": row.subject},
        url=lambda row: row_address("training:annual", row.ref),
        status=lambda row, today: (_("Waiting for a decision"), "wait"),
        offsets=(0, 7),
        default_on=False,
    )
)
