"""What the first pages say about surveys. Each function costs at most one statement."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.lookups import IsNull
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.formats import angka, nama_periode
from baubau_pembinaan.core.statements import Kept, blank
from evaluations.choices import InstrumentKind, PeriodStatus
from evaluations.models import FrozenResult, Period, Publication
from evaluations.models.instrument import in_language
from evaluations.words import mutu_words


@dataclass(frozen=True)
class OpenSurvey:
    """A survey that patrons can answer today."""

    title: str
    text: str
    url: str


def open_periods() -> list[Period]:
    """Periods that nobody has closed yet, each with its survey and the desk it asks about; by code."""
    return list(_open().select_related("survey__service_point", "survey__unit").order_by("survey__code", "pk"))


def number_open_on(on: date) -> int:
    """How many surveys patrons can answer that day: the length of `answered_on`."""
    return _NUMBER_OPEN.only(day=on) or 0


def _number_open() -> QuerySet[Period, Any]:
    found = _open().filter(starts_on__lte=blank("day"), ends_on__gte=blank("day")).order_by()
    return found.values("status").annotate(n=Count("pk")).values_list("n")


def _open() -> QuerySet[Period]:
    return Period.objects.filter(status=PeriodStatus.OPEN, survey__training_session=None, survey__event=None)


_NUMBER_OPEN = Kept(_number_open)


def answered_on(periods: list[Period], on: date) -> list[OpenSurvey]:
    """Those of `periods` that patrons can answer that day."""
    return [
        OpenSurvey(
            title=period.survey.reader_title,
            text=str(period.survey.service_point or period.survey.unit or _("The whole library")),
            url=reverse("evaluations:survey-answer", args=[period.survey.code]),
        )
        for period in periods
        if period.starts_on <= on <= period.ends_on
    ]


class Result(NamedTuple):
    """What is said of a frozen result; `respondents`, `ikm` and `grade` as JSON."""

    pk: int
    period: int
    key: str
    title: str
    title_en: str
    respondents: str
    ikm: str
    grade: str


def newest_result() -> Result | None:
    """The last frozen result of the period that ended last.

    Of several that ended on that day, the one about the whole library, then the one with most respondents.
    """
    return next((Result(*row) for row in _NEWEST.rows()), None)


def published_result() -> Result | None:
    """The newest result that somebody put before the public."""
    return next((Result(*row) for row in _PUBLISHED.rows()), None)


def result_figures(result: Result) -> tuple[str, str, str]:
    """IKM, mutu, and where it comes from: ("85,50", "B (Baik)", "SKM Contoh, Triwulan III 2026, 120 responden")."""
    n, ikm, grade = (json.loads(value) for value in (result.respondents, result.ikm, result.grade))
    people = ngettext("%(n)s respondent", "%(n)s respondents", n) % {"n": angka(n)}
    source = f"{in_language(result.title, result.title_en)}, {nama_periode(result.key)}, {people}"
    if ikm is None:
        return "–", "", source
    return angka(Decimal(ikm), 2), mutu_words(grade), source


def _newest() -> QuerySet[FrozenResult, Any]:
    newer = FrozenResult.objects.filter(period=OuterRef("period"), number__gt=OuterRef("number"))
    found = FrozenResult.objects.filter(~Exists(newer), period__survey__instrument__kind=InstrumentKind.SKM)
    return _told(found, "")


def _published() -> QuerySet[Publication, Any]:
    return _told(Publication.objects.all(), "result__")


def _told(rows: QuerySet[Any, Any], to: str) -> QuerySet[Any, Any]:
    """The first row as Result takes it; `to` leads to the frozen result."""
    ordered = rows.order_by("-period__ends_on", *_widest_first("period__survey"), f"-{to}data__respondents", "-pk")
    survey = f"{to}period__survey"
    return ordered.values_list(
        *(f"{to}pk", f"{to}period", f"{to}period__key", f"{survey}__title", f"{survey}__title_en"),
        *(f"{to}data__{name}" for name in ("respondents", "ikm", "grade")),
    )[:1]


def _widest_first(survey: str) -> list[OrderBy]:
    """Surveys about the whole library stand before those about a unit, and these before those about one desk."""
    return [IsNull(F(f"{survey}__{place}"), True).desc() for place in ("service_point", "unit")]


_NEWEST, _PUBLISHED = Kept(_newest), Kept(_published)
