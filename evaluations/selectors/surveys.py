"""What the staff's survey pages read."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import JSONObject

from evaluations.choices import HeldStatus, PeriodStatus
from evaluations.models import FrozenResult, HeldBatch, InstrumentVersion, Period, Survey


def surveys(search: str = "", *, afterwards: bool = False) -> QuerySet[Survey]:
    """Surveys with their open period (`open_periods`, none or one), newest code last.

    afterwards: those sent after trainings and events, the newest first, instead of those open to all.
    """
    about_something_held = Q(training_session__isnull=False) | Q(event__isnull=False)
    found = (
        Survey.objects.select_related("service_point", "unit")
        .only("code", "title", "title_en", "service_point__name", "service_point__name_en", "unit__name")
        .prefetch_related(
            Prefetch(
                "periods",
                queryset=Period.objects.filter(status=PeriodStatus.OPEN).only("key", "survey").order_by("-starts_on"),
                to_attr="open_periods",
            )
        )
    )
    if search:
        found = found.filter(
            Q(title__icontains=search) | Q(code__icontains=search) | Q(service_point__name__icontains=search)
        )
    if afterwards:
        return found.filter(about_something_held).order_by("-pk")
    return found.exclude(about_something_held).order_by("code", "pk")


def periods_of(survey: Survey) -> QuerySet[Period]:
    """Newest first."""
    return survey.periods.select_related("version").order_by("-starts_on", "-pk")


def with_waiting(periods: QuerySet[Period]) -> QuerySet[Period]:
    """Periods with `waiting`: the batches held aside that somebody must decide on, newest first, as dicts of pk, day,
    reason and `held`, the number of answers; costs no statement of its own."""
    batches = HeldBatch.objects.filter(period=OuterRef("pk"), status=HeldStatus.WAITING).annotate(held=Count("answers"))
    line = JSONObject(pk="pk", day="day", reason="reason", held="held")
    return periods.annotate(waiting=ArraySubquery(batches.order_by("-day", "-pk").values(line=line)))


def instrument_versions() -> QuerySet[InstrumentVersion]:
    """All versions, newest first within their instrument, with `asked` questions and `used` periods."""
    return (
        InstrumentVersion.objects.select_related("instrument")
        .annotate(asked=Count("questions", distinct=True), used=Count("periods", distinct=True))
        .order_by("instrument__kind", "instrument__key", "-number", "pk")
    )


def with_before(periods: QuerySet[Period]) -> QuerySet[Period]:
    """Periods with `before`: {key, data} of the newest result of the survey's last closed period before, or None."""
    earlier = FrozenResult.objects.filter(
        period__survey=OuterRef("survey"),
        period__status=PeriodStatus.CLOSED,
        period__starts_on__lt=OuterRef("starts_on"),
    )
    newest = earlier.order_by("-period__starts_on", "-period_id", "-number")
    return periods.annotate(before=newest.values(line=JSONObject(key="period__key", data="data"))[:1])


def with_frozen(periods: QuerySet[Period]) -> QuerySet[Period]:
    """Periods with `kept`: what was frozen at each closing, newest first, as dicts; costs no statement of its own."""
    results = FrozenResult.objects.filter(period=OuterRef("pk")).order_by("-number")
    return periods.annotate(
        kept=ArraySubquery(
            results.values(
                line=JSONObject(
                    number="number",
                    frozen_at="frozen_at",
                    data="data",
                    version="instrument_version__number",
                    formula="formula_version",
                )
            )
        )
    )
