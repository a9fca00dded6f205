"""Survey periods that should be opened, and those that too few have answered so far."""

from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Count,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Extract, Round
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.notifications.duties import Duty, DutyRow, as_rows, reader_text, register
from evaluations.choices import PeriodStatus
from evaluations.models import Answer, Period
from evaluations.sample import CHI_SQUARE, MARGIN

OPENING_SOON = timedelta(days=7)
LAST_WEEKS = timedelta(days=28)  # before that, most of the time is still to come
DAY = 24 * 60 * 60.0


def _periods_to_open(today: date) -> QuerySet[Any, Any]:
    """Drafts whose first day is near or gone by; those after trainings and events open by themselves."""
    drafts = Period.objects.filter(
        status=PeriodStatus.DRAFT,
        starts_on__lte=today + OPENING_SOON,
        ends_on__gte=today,
        survey__training_session=None,
        survey__event=None,
    )
    return as_rows(drafts, subject="key", detail=reader_text("survey__title"), due_on="starts_on")


register(
    Duty(
        code="evaluations.open-period",
        label=gettext_lazy("Survey periods to open"),
        rows=_periods_to_open,
        permission="evaluations.manage_survey",
        title=lambda row: _("Open the period %(key)s of “%(survey)s”") % {"key": row.subject, "survey": row.detail},
        detail=lambda row: _("Nobody can answer before that."),
        url=lambda row: row_address("evaluations:period-detail", row.ref),
        offsets=(-3, 0, 3),
        earliest=-OPENING_SOON.days,
    )
)


def wanted() -> Any:
    """The sample of Krejcie and Morgan (evaluations.sample) for the period's population, in the database."""
    spread, margin = float(CHI_SQUARE / 4), float(MARGIN**2)
    people = Cast(F("population"), FloatField())
    return Value(spread) * people / (Value(margin) * (people - Value(1.0)) + Value(spread))


def _seconds(between: Any) -> Any:
    return Cast(Extract(ExpressionWrapper(between, output_field=DurationField()), "epoch"), FloatField())


def _behind(today: date) -> QuerySet[Any, Any]:
    """Open periods with a known population of which fewer answered than the days gone by should have brought;
    `subject` is how many are missing from the whole sample."""
    answered = (
        Answer.objects.filter(period=OuterRef("pk")).order_by().values("period").annotate(n=Count("pk")).values("n")
    )
    rows = (
        Period.objects.filter(
            status=PeriodStatus.OPEN, population__gt=0, starts_on__lt=today, ends_on__range=(today, today + LAST_WEEKS)
        )
        .annotate(
            n=Coalesce(Subquery(answered, output_field=IntegerField()), Value(0)),
            target=Round(wanted()),
            gone=_seconds(Value(today, output_field=DateField()) - F("starts_on")),
            all_of_it=_seconds(F("ends_on") - F("starts_on")) + Value(DAY),
        )
        .filter(n__lt=F("target") * F("gone") / F("all_of_it"))
        .annotate(left=Cast(F("target") - F("n"), IntegerField()))
    )
    return as_rows(rows, subject="left", detail=reader_text("survey__title"), due_on="ends_on")


def _behind_title(row: DutyRow) -> str:
    return _("Win %(n)s more answers for “%(survey)s”") % {"n": angka(int(row.subject)), "survey": row.detail}


register(
    Duty(
        code="evaluations.reach-sample",
        label=gettext_lazy("Survey samples behind their target"),
        rows=_behind,
        permission="evaluations.manage_survey",
        title=_behind_title,
        detail=lambda row: _("Fewer have answered than the days gone by should have brought."),
        url=lambda row: row_address("evaluations:period-analysis", row.ref),
        offsets=(-28, -14, -7),
        earliest=-LAST_WEEKS.days,
        latest=0,
    )
)
