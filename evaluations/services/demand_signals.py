"""What patrons find weak about the collection weighs on its demand board: the survey's word to the room below.

The unsur `produk` (what the service offers) speaks of the collection. Age groups of the latest closed period of each
satisfaction survey that give it mutu C or D become needs of collections_app, for children, youth or adults.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka, nama_periode
from collections_app.choices import Audience
from collections_app.services.signals import drop_needs, signal_need
from evaluations.choices import Demographic, Dimension, InstrumentKind, PeriodStatus, Unsur
from evaluations.guard import merge
from evaluations.models import DemographicOption, Period
from evaluations.selectors.results import bands_for, questions_of, result_from_counts, whole_period_rows
from evaluations.skm import half_up

PREFIX = "evaluations.produk."
STEPS = {"C": 4, "D": 8}  # a weak result and a very weak one, of the board's ten steps
COUNTS_FOR = timedelta(days=180)
CHILD_UNTIL, YOUTH_UNTIL = 12, 25


@transaction.atomic
def signal_weak_collection(*, today: date) -> int:
    """Say anew which age groups find the collection weak; returns how many needs stand. Safe to run twice.

    Groups that the small-number guard hides say nothing.
    """
    found: dict[str, tuple[int, str]] = {}
    with translation.override("id"):  # stored words: the office's language
        for period in _latest_periods():
            for audience, steps, label in _weak_groups(period):
                if steps > found.get(audience, (0, ""))[0]:
                    found[audience] = (steps, label)
        for audience, (steps, label) in sorted(found.items()):
            key = f"{PREFIX}{audience}"
            signal_need(key=key, label=label, steps=steps, until=today + COUNTS_FOR, audience=audience)
    drop_needs(prefix=PREFIX, but={f"{PREFIX}{audience}" for audience in found})
    return len(found)


def _latest_periods() -> list[Period]:
    closed = Period.objects.filter(status=PeriodStatus.CLOSED, survey__instrument__kind=InstrumentKind.SKM)
    newest = closed.order_by("survey_id", "-ends_on", "-pk").distinct("survey_id")
    return list(newest.select_related("survey"))


def _weak_groups(period: Period) -> list[tuple[str, int, str]]:
    """(audience, steps, words) of each age group that is shown and rates the unsur C or D."""
    rows = [row for row in whole_period_rows(period) if row[0] == Dimension.AGE]
    shown = {value for value, _n in merge([(value, n) for _d, value, n, _counts in rows]).shown}
    questions, bands = questions_of(period), bands_for(period)
    options = {option.code: option for option in DemographicOption.objects.filter(kind=Demographic.AGE)}
    weak = []
    for _dimension, value, n, counts in rows:
        option = options.get(value)
        if value not in shown or option is None:
            continue
        unsur = {row.key: row for row in result_from_counts(questions, counts, n, bands).unsur}.get(Unsur.PRODUK)
        if unsur is None or unsur.nrr is None:
            continue
        if steps := STEPS.get(unsur.grade or ""):
            weak.append((_audience(option), steps, _words(period, option, half_up(25 * unsur.nrr, 2))))
    return weak


def _audience(option: Any) -> str:
    """For whom the age group reads; where no age is given, adults."""
    oldest = option.age_to
    if oldest is None:
        return str(Audience.ADULT)
    return str(
        Audience.CHILDREN if oldest <= CHILD_UNTIL else Audience.YOUTH if oldest <= YOUTH_UNTIL else Audience.ADULT
    )


def _words(period: Period, option: Any, index: Decimal) -> str:
    return _("Survey %(survey)s, %(period)s: patrons aged %(group)s give the offer %(index)s") % {
        "survey": period.survey.title,
        "period": nama_periode(period.key),
        "group": option,
        "index": angka(index, 2),
    }
