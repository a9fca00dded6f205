"""The open data of the patron survey: one row per published period and unsur. docs/open-data.md describes it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from evaluations.selectors.publication import PublicResult

COLUMNS = {
    "survey_code": _("Short code of the survey"),
    "survey_title": _("Title of the survey, in Indonesian"),
    "service": _("Service point or unit the survey asks about; empty for the whole library"),
    "period": _("Period, for example 2026-Q4"),
    "starts_on": _("First day, as year-month-day"),
    "ends_on": _("Last day, as year-month-day"),
    "respondents": _("Respondents in the period, at least 5"),
    "unsur": _("Key of the unsur (PermenPAN-RB 14/2017)"),
    "n": _("Answers to this unsur, at least 5"),
    "nrr": _("Mean of the unsur from 1 to 4, three decimals with a point"),
    "ikm": _("IKM of the period from 25 to 100, two decimals with a point"),
    "mutu": _("Grade of the IKM: A, B, C or D"),
    "formula_version": _("Version of the formula the result was frozen with"),
    "instrument": _("Key of the questionnaire"),
    "instrument_version": _("Version of the questionnaire"),
    "published_on": _("Day of publication"),
}
FIELDS = tuple(COLUMNS)


def rows(results: Iterable[PublicResult]) -> list[list[Any]]:
    """Rows in the order of FIELDS; numbers with a point, dates as ISO 8601, titles in Indonesian."""
    found = []
    for result in results:
        period, frozen = result.period, result.publication.result
        place = period.survey.service_point or period.survey.unit
        for unsur in result.unsur:
            found.append(
                [
                    period.survey.code,
                    period.survey.title,
                    place.name if place else "",
                    period.key,
                    period.starts_on.isoformat(),
                    period.ends_on.isoformat(),
                    result.respondents,
                    unsur["key"],
                    unsur["n"],
                    str(unsur["nrr"]),
                    str(result.ikm),
                    result.grade,
                    frozen.formula_version,
                    frozen.instrument_version.instrument.key,
                    frozen.instrument_version.number,
                    result.publication.published_on.isoformat(),
                ]
            )
    return found
