"""What is public: published results of closed periods, the deeds that followed them, and comments decided to be public.

No free words of patrons but those, as moderators let them stand, and only of periods whose result is published: so at
least five people may have written them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from baubau_pembinaan.documents.models import ReportRun
from evaluations.choices import FollowUpStatus, PeriodStatus, Unsur
from evaluations.models import FollowUp, FrozenResult, Period, Publication, Survey
from evaluations.selectors.comments import PublishedComment, published_comments
from evaluations.selectors.followups import Comparison, comparisons
from evaluations.selectors.told import told_closing
from evaluations.services.reporting import runs_of_period

MOST_COMMENTS = 6  # of each survey on the public page


@dataclass(frozen=True)
class PublicResult:
    """One published period; figures as frozen."""

    publication: Publication

    @property
    def period(self) -> Period:
        return self.publication.period

    @property
    def ikm(self) -> Decimal:
        return Decimal(self.publication.result.data["ikm"])

    @property
    def grade(self) -> str:
        return self.publication.result.data["grade"]

    @property
    def respondents(self) -> int:
        return self.publication.result.data["respondents"]

    @property
    def unsur(self) -> list[dict[str, Any]]:
        """key, label, n, nrr of each unsur."""
        return [
            {"key": r["key"], "label": str(Unsur(r["key"]).label), "n": r["n"], "nrr": Decimal(r["nrr"])}
            for r in self.publication.result.data["unsur"]
        ]


@dataclass(frozen=True)
class Deed:
    """ "You said, we did": one follow-up that is done."""

    row: FollowUp
    compared: Comparison | None


@dataclass
class PublicSurvey:
    """A survey with its published results, newest first, and what was done about them."""

    survey: Survey
    results: list[PublicResult] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    comments: list[PublishedComment] = field(default_factory=list)


def published() -> Iterable[PublicResult]:
    """Every published result of a period that is closed now, newest first."""
    rows = (
        Publication.objects.filter(period__status=PeriodStatus.CLOSED)
        .select_related(
            "period__survey__service_point",
            "period__survey__unit",
            "result__instrument_version__instrument",
        )
        .order_by("period__survey__code", "-period__starts_on", "pk")
    )
    return [PublicResult(row) for row in rows]


def public_surveys() -> list[PublicSurvey]:
    """By code. Four statements, whatever the number of surveys and periods."""
    found: dict[int, PublicSurvey] = {}
    for result in published():
        survey = result.period.survey
        found.setdefault(survey.pk, PublicSurvey(survey)).results.append(result)
    if found:
        periods = [result.period.pk for survey in found.values() for result in survey.results]
        for survey_id, comments in published_comments(periods, MOST_COMMENTS).items():
            found[survey_id].comments = comments
    rows = list(
        FollowUp.objects.filter(
            status=FollowUpStatus.DONE, period__publication__isnull=False, period__status=PeriodStatus.CLOSED
        )
        .exclude(said="")
        .select_related("period__survey")
        .order_by("-ended_on", "pk")
    )
    shown = {(r.period.survey_id, r.period.key) for survey in found.values() for r in survey.results}
    compared = comparisons(rows) if rows else {}
    for row in rows:
        if row.period.survey_id in found:
            pair = compared.get(row.pk)
            public = pair is not None and (row.period.survey_id, pair.after_key) in shown
            found[row.period.survey_id].deeds.append(Deed(row, pair if public else None))
    return list(found.values())


def runs_of(period: Period) -> list[ReportRun]:
    """The reports of a period, newest first."""
    rows = runs_of_period(period.pk).select_related("file", "requested_by")
    return list(rows.order_by("-requested_at", "-pk")[:20])


def publication_of(period: Period) -> Publication | None:
    return Publication.objects.filter(period=period).select_related("result").first()


def next_told(period: Period) -> FrozenResult | None:
    """The closing whose figures would be published or reported now."""
    newest = period.frozen_results.order_by("-number").first()
    return None if newest is None else told_closing(newest)
