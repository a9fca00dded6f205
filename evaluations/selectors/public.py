"""What the public survey form reads."""

from datetime import date

from evaluations.choices import PeriodStatus
from evaluations.models import DemographicOption, Period, Question


def open_period_of(code: str, today: date) -> Period | None:
    """The period in which `code` is answered today, with its survey; None for anything else."""
    return (
        Period.objects.select_related("survey")
        .filter(survey__code__iexact=code, status=PeriodStatus.OPEN, starts_on__lte=today, ends_on__gte=today)
        .first()
    )


def period_for_post(code: str, period_id: int | None) -> Period | None:
    """The period a posted form belongs to (open or ended since); without a valid token the open one."""
    periods = Period.objects.select_related("survey").filter(survey__code__iexact=code)
    if period_id is not None:
        return periods.filter(pk=period_id).exclude(status=PeriodStatus.DRAFT).first()
    return periods.filter(status=PeriodStatus.OPEN).first()


def questions_of(period: Period) -> list[Question]:
    return list(Question.objects.filter(version=period.version_id).order_by("order", "pk"))


def option_groups() -> dict[int, list[DemographicOption]]:
    """kind -> its options on offer, in order."""
    groups: dict[int, list[DemographicOption]] = {}
    for option in DemographicOption.objects.filter(is_active=True).order_by("kind", "order", "code", "pk"):
        groups.setdefault(option.kind, []).append(option)
    return groups


def option_codes() -> dict[int, set[int]]:
    """kind -> stored numbers on offer."""
    codes: dict[int, set[int]] = {kind: set() for kind in (1, 2, 3, 4)}
    for kind, code in DemographicOption.objects.filter(is_active=True).values_list("kind", "code"):
        codes[kind].add(code)
    return codes
