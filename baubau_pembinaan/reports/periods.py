"""The stretches of time a report is about: "2026-09", "2026-Q3", "2026"."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.formats import nama_periode

_KEY = re.compile(r"(?P<year>20\d\d)(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
FIRST_YEAR = 2000


class PeriodKind(models.TextChoices):
    MONTH = "month", _("a month")
    QUARTER = "quarter", _("a quarter")
    YEAR = "year", _("a year")


EXAMPLES = {PeriodKind.MONTH: "2026-09", PeriodKind.QUARTER: "2026-Q3", PeriodKind.YEAR: "2026"}


class PeriodUnknown(ValidationError):
    """The text names no period, or one of another kind than the report is about."""


@dataclass(frozen=True)
class Span:
    """A whole month, quarter or year; both days belong to it."""

    key: str
    kind: PeriodKind
    first: date
    last: date

    @property
    def year(self) -> int:
        return self.first.year

    @property
    def name(self) -> str:
        """ "Triwulan III 2026", in the reader's language."""
        return nama_periode(self.key)

    @property
    def before(self) -> "Span":
        return span_on(self.kind, self.first - timedelta(days=1))

    @property
    def after(self) -> "Span":
        return span_on(self.kind, self.last + timedelta(days=1))


def _months(key: str, kind: PeriodKind, year: int, first: int, last: int) -> Span:
    return Span(key, kind, date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def span_on(kind: str, day: date) -> Span:
    """The period of that kind in which the day lies."""
    if kind == PeriodKind.MONTH:
        return _months(f"{day.year}-{day.month:02}", PeriodKind.MONTH, day.year, day.month, day.month)
    if kind == PeriodKind.QUARTER:
        quarter = (day.month + 2) // 3
        return _months(f"{day.year}-Q{quarter}", PeriodKind.QUARTER, day.year, quarter * 3 - 2, quarter * 3)
    return _months(str(day.year), PeriodKind.YEAR, day.year, 1, 12)


def parse_period(text: str, kind: str = "") -> Span:
    """The period of that key. Raises PeriodUnknown for anything else, or where `kind` asks for another kind."""
    found = _KEY.fullmatch(text.strip().upper())
    if found is None:
        raise PeriodUnknown(_("There is no period such as 2026-09, 2026-Q3 or 2026 in “%(text)s”.") % {"text": text})
    year = int(found["year"])
    if found["month"]:
        span = span_on(PeriodKind.MONTH, date(year, int(found["month"]), 1))
    elif found["quarter"]:
        span = span_on(PeriodKind.QUARTER, date(year, int(found["quarter"]) * 3, 1))
    else:
        span = span_on(PeriodKind.YEAR, date(year, 1, 1))
    if kind and span.kind != kind:
        wanted = PeriodKind(kind)
        raise PeriodUnknown(
            _("This report is about %(kind)s, written such as %(example)s; “%(text)s” is something else.")
            % {"kind": wanted.label, "example": EXAMPLES[wanted], "text": text}
        )
    return span


def recent(kind: str, day: date, number: int) -> list[Span]:
    """The period of the day and those before it, the newest first."""
    spans = [span_on(kind, day)]
    while len(spans) < number:
        spans.append(spans[-1].before)
    return spans
