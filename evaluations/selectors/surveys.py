"""What the staff's survey pages read."""

from django.db.models import Count, Prefetch, Q, QuerySet

from evaluations.choices import HeldStatus, PeriodStatus
from evaluations.models import FrozenResult, HeldBatch, InstrumentVersion, Period, Survey


def surveys(search: str = "") -> QuerySet[Survey]:
    """Surveys with their open period (`open_periods`, none or one), newest code last."""
    found = Survey.objects.select_related("service_point", "unit", "instrument").prefetch_related(
        Prefetch(
            "periods",
            queryset=Period.objects.filter(status=PeriodStatus.OPEN).order_by("-starts_on"),
            to_attr="open_periods",
        )
    )
    if search:
        found = found.filter(
            Q(title__icontains=search) | Q(code__icontains=search) | Q(service_point__name__icontains=search)
        )
    return found.order_by("code", "pk")


def periods_of(survey: Survey) -> QuerySet[Period]:
    """Newest first."""
    return survey.periods.select_related("version").order_by("-starts_on", "-pk")


def waiting_batches(period: Period) -> QuerySet[HeldBatch]:
    """Batches held aside that somebody must decide on, with `held` = number of answers."""
    return period.held_batches.filter(status=HeldStatus.WAITING).annotate(held=Count("answers")).order_by("-day", "-pk")


def instrument_versions() -> QuerySet[InstrumentVersion]:
    """All versions, newest first within their instrument, with `asked` questions and `used` periods."""
    return (
        InstrumentVersion.objects.select_related("instrument")
        .annotate(asked=Count("questions", distinct=True), used=Count("periods", distinct=True))
        .order_by("instrument__kind", "instrument__key", "-number", "pk")
    )


def frozen_results(period: Period) -> list[FrozenResult]:
    """What was kept at each closing, newest first."""
    return list(period.frozen_results.select_related("instrument_version").order_by("-number"))
