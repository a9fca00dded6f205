"""Surveys that people can be led to today."""

from datetime import date

from django.db.models import Q

from evaluations.choices import PeriodStatus
from evaluations.models import Survey


def surveys_open_on(on: date) -> list[Survey]:
    """Those with a period that takes answers that day, by code. One statement."""
    running = Q(periods__status=PeriodStatus.OPEN, periods__starts_on__lte=on, periods__ends_on__gte=on)
    return list(Survey.objects.filter(running).distinct().order_by("code", "pk"))
