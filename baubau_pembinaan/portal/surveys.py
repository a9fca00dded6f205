"""What the first pages say about surveys. Each function costs at most one statement."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.lookups import IsNull
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.formats import angka, nama_periode
from evaluations.choices import InstrumentKind, PeriodStatus
from evaluations.models import FrozenResult, Period, Publication
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
    return _open().filter(starts_on__lte=on, ends_on__gte=on).count()


def _open() -> QuerySet[Period]:
    return Period.objects.filter(status=PeriodStatus.OPEN, survey__training_session=None, survey__event=None)


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


def newest_result() -> FrozenResult | None:
    """The last frozen result of the period that ended last, with its period and survey.

    Of several that ended on that day, the one about the whole library, then the one with most respondents.
    """
    newer = FrozenResult.objects.filter(period=OuterRef("period"), number__gt=OuterRef("number"))
    return (
        FrozenResult.objects.filter(~Exists(newer), period__survey__instrument__kind=InstrumentKind.SKM)
        .select_related("period__survey")
        .order_by("-period__ends_on", *_widest_first("period__survey"), "-data__respondents", "-pk")
        .first()
    )


def result_figures(result: FrozenResult) -> tuple[str, str, str]:
    """IKM, mutu, and where it comes from: ("85,50", "B (Baik)", "SKM Contoh, Triwulan III 2026, 120 responden")."""
    n = int(result.data["respondents"])
    people = ngettext("%(n)s respondent", "%(n)s respondents", n) % {"n": angka(n)}
    source = f"{result.period.survey.reader_title}, {nama_periode(result.period.key)}, {people}"
    if result.data["ikm"] is None:
        return "–", "", source
    return angka(Decimal(result.data["ikm"]), 2), mutu_words(result.data["grade"]), source


def published_result() -> FrozenResult | None:
    """The newest result that somebody put before the public."""
    published = Publication.objects.select_related("result__period__survey")
    widest = _widest_first("period__survey")
    row = published.order_by("-period__ends_on", *widest, "-result__data__respondents", "-pk").first()
    return row.result if row else None


def _widest_first(survey: str) -> list[OrderBy]:
    """Surveys about the whole library stand before those about a unit, and these before those about one desk."""
    return [IsNull(F(f"{survey}__{place}"), True).desc() for place in ("service_point", "unit")]
