"""Whether the name and the days of a period agree with one another and with its neighbours."""

import re
from calendar import monthrange
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import nama_periode, rentang_tanggal
from evaluations.choices import PeriodStatus

_SPAN = re.compile(r"(\d{4})(?:-(?:(Q[1-4]|S[12])|(\d{2})))?")
_MONTHS = {f"Q{n}": (3 * n - 2, 3 * n) for n in (1, 2, 3, 4)} | {"S1": (1, 6), "S2": (7, 12), None: (1, 12)}


def span_of(key: str) -> tuple[date, date] | None:
    """First and last day of what `key` names ("2026", "2026-S1", "2026-Q4", "2026-11"); None for any other key."""
    found = _SPAN.fullmatch(key)
    if found is None or not int(found[1]):
        return None
    year, month = int(found[1]), int(found[3] or 1)
    if not 1 <= month <= 12:
        return None
    first, last = (month, month) if found[3] else _MONTHS[found[2]]
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def problems(period: Any) -> dict[str, str]:
    """Field -> what is wrong; only about a period that is new or whose name or days change, so rows of old stay."""
    if None in (period.starts_on, period.ends_on) or not period.key:
        return {}
    rows = type(period).objects.exclude(pk=period.pk)
    same = {"key": period.key, "starts_on": period.starts_on, "ends_on": period.ends_on}
    if period.pk and type(period).objects.filter(pk=period.pk, **same).exists():
        return {}
    found: dict[str, str] = {}
    if period.survey_id and rows.filter(survey=period.survey_id, key=period.key).exists():
        found["key"] = _("%(period)s exists already in this survey.") % {"period": nama_periode(period.key)}
    if period.ends_on < period.starts_on:
        found["ends_on"] = _("The last day comes before the first day.")
        return found
    span = span_of(period.key)
    if span and not span[0] <= period.starts_on <= span[1]:
        found["starts_on"] = _(
            "The first day lies outside %(period)s (%(days)s), whose name and year it counts for."
        ) % {
            "period": nama_periode(period.key),
            "days": rentang_tanggal(*span),
        }
    elif period.survey_id:
        unclosed = rows.filter(survey=period.survey_id).exclude(status=PeriodStatus.CLOSED)
        other = (
            unclosed.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on).order_by("starts_on").first()
        )
        if other and other.key != period.key and not period.is_closed:
            found["starts_on"] = _("These days overlap with %(period)s (%(days)s), which is not closed.") % {
                "period": nama_periode(other.key),
                "days": rentang_tanggal(other.starts_on, other.ends_on),
            }
    return found
