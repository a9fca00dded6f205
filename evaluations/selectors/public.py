"""What the public survey form reads."""

from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.db.models.functions import Upper
from django.utils.translation import get_language

from baubau_pembinaan.core.statements import Kept, KeptModels, blank
from baubau_pembinaan.libraries.models import ServicePoint
from evaluations.choices import PeriodStatus
from evaluations.models import DemographicOption, Period, Question, Survey
from evaluations.models.survey import open_to_code

PUBLISHED_SECONDS, OPTIONS_SECONDS = 600, 60
OPTION_CODES_KEY = "survey-option-codes"


def _open_to_all() -> QuerySet[Period]:
    """Periods that whoever knows the code answers; those of invited people open by a link of their own only."""
    return Period.objects.select_related("survey__instrument").filter(open_to_code("survey__"))


def _answered_today() -> QuerySet[Period, Any]:
    rows = Period.objects.alias(spelled=Upper("survey__code")).filter(spelled=Upper(blank("code")))
    rows = rows.filter(open_to_code("survey__"), status=PeriodStatus.OPEN)
    return rows.filter(starts_on__lte=blank("today"), ends_on__gte=blank("today")).values_list("pk", "survey__code")


_ANSWERED_TODAY = Kept(_answered_today)


def open_period_id(code: str, today: date) -> tuple[int, str] | None:
    """(which period of `code` is answered today, the code as it is spelled); None for anything else."""
    found = _ANSWERED_TODAY.rows(code=code, today=today)
    return found[0] if found else None


def period(period_id: int) -> Period:
    """With its survey."""
    return Period.objects.select_related("survey__instrument").get(pk=period_id)


def open_period_of(code: str, today: date) -> Period | None:
    """The period in which `code` is answered today, with its survey; None for anything else."""
    found = open_period_id(code, today)
    return None if found is None else period(found[0])


def open_now(today: date) -> list[Period]:
    """Periods that anybody may answer today, with their survey and what it is about; by code. No surveys after an event
    among them: they ask those who were there. One statement."""
    rows = _open_to_all().filter(survey__event=None, status=PeriodStatus.OPEN, starts_on__lte=today, ends_on__gte=today)
    return list(rows.select_related("survey__service_point", "survey__unit").order_by("survey__code", "pk"))


def _posted_to() -> QuerySet[Period]:
    rows = _open_to_all().filter(pk=blank("period"), starts_on__lte=blank("today"))
    return rows.exclude(status=PeriodStatus.DRAFT).order_by()


_POSTED_TO = KeptModels(_posted_to)


def period_for_post(code: str, period_id: int | None, today: date) -> Period | None:
    """The period a posted form belongs to (open or ended since), whatever code stands in its address: a form drawn or
    kept off line outlives a code. Without a valid token the one answered today."""
    if period_id is None:
        return open_period_of(code, today)
    return _POSTED_TO.first(period=period_id, today=today)


def questions_of(period: Period) -> list[Question]:
    """In their order. Remembered, as a published version never changes; a draft's are read each time."""
    found: list[Question] | None = cache.get(f"survey-form-questions:{period.version_id}")
    return questions_of_version(period.version_id) if found is None else found


def questions_of_version(version_id: int) -> list[Question]:
    """The same by the version's number; one statement where they are not remembered."""
    key = f"survey-form-questions:{version_id}"
    found: list[Question] | None = cache.get(key)
    if found is None:
        rows = Question.objects.filter(version=version_id).select_related("version").order_by("order", "pk")
        found = list(rows)
        if found and found[0].version.is_published:
            cache.set(key, found, PUBLISHED_SECONDS)
    return found


def option_groups() -> dict[int, list[DemographicOption]]:
    """kind -> its options on offer, in order."""
    groups: dict[int, list[DemographicOption]] = {}
    for option in DemographicOption.objects.filter(is_active=True).order_by("kind", "order", "code", "pk"):
        groups.setdefault(option.kind, []).append(option)
    return groups


def option_codes(*, afresh: bool = False) -> dict[int, set[int]]:
    """kind -> stored numbers on offer; remembered for a minute, as the form that offers them is."""
    codes: dict[int, set[int]] | None = None if afresh else cache.get(OPTION_CODES_KEY)
    if codes is None:
        codes = {kind: set() for kind in (1, 2, 3, 4)}
        for kind, code in DemographicOption.objects.filter(is_active=True).values_list("kind", "code"):
            codes[kind].add(code)
        cache.set(OPTION_CODES_KEY, codes, OPTIONS_SECONDS)
    return codes


def option_codes_of(survey: Survey, *, afresh: bool = False) -> dict[int, set[int]]:
    """The same for this survey; nothing where it asks nobody about themselves."""
    return option_codes(afresh=afresh) if survey.asks_about_respondent else {}


def services_of(survey: Survey) -> dict[int, str]:
    """id -> name of the service points among which a respondent says where they were served; remembered for a minute.

    Empty where the survey does not ask: one is about a single desk already, or there are not two to choose from.
    """
    if not survey.asks_about_service:
        return {}
    key = f"survey-services:{survey.unit_id or 0}:{get_language()}"
    found: dict[int, str] | None = cache.get(key)
    if found is None:
        points = ServicePoint.objects.active().filter(is_children=False)
        if survey.unit_id:
            points = points.filter(unit=survey.unit_id)
        found = {point.pk: str(point) for point in points.order_by("code", "pk")}
        found = found if len(found) > 1 else {}
        cache.set(key, found, OPTIONS_SECONDS)
    return found
