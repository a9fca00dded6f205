"""Everybody's answers together: overall, by each thing asked, and by month, read from the summary."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max

from evaluations.choices import Dimension
from evaluations.models import Period, Question
from evaluations.models.summary import WHOLE_PERIOD
from evaluations.selectors.results import fold

Counted = tuple[int, tuple[int, ...]]  # respondents, and four numbers per rating column (see Summary.counts)


@dataclass(frozen=True)
class WholeReport:
    """groups: (dimension, value) -> counted, (0, 0) being everybody. months: local month as stored -> counted."""

    groups: dict[tuple[int, int], Counted]
    months: dict[int, Counted]


def whole_report(period_ids: Iterable[int] | None = None, dimensions: Iterable[int] = Dimension) -> WholeReport:
    """The report of these periods together (default: all), exact at this moment. Small groups are not merged here."""
    periods = list(Period.objects.values_list("pk", flat=True)) if period_ids is None else list(period_ids)
    fold(periods)
    slots = Question.objects.aggregate(last=Max("slot"))["last"] or 0
    sums = ", ".join(f"coalesce(sum(counts[{at}]), 0)" for at in range(1, slots * 4 + 1))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT dimension, CASE WHEN month = {WHOLE_PERIOD} THEN value END, "  # noqa: S608  # own names only
            f"CASE WHEN month <> {WHOLE_PERIOD} THEN month END, sum(n), ARRAY[{sums}]::bigint[] "
            f"FROM evaluations_summary WHERE period_id = ANY (%s) AND "
            f"(month = {WHOLE_PERIOD} AND dimension = ANY (%s) OR month <> {WHOLE_PERIOD} AND dimension = 0) "
            "GROUP BY 1, 2, 3",
            [periods, [int(d) for d in dimensions]],
        )
        rows = cursor.fetchall()
    return WholeReport(
        groups={(d, value): (n, tuple(counts)) for d, value, month, n, counts in rows if month is None},
        months={month: (n, tuple(counts)) for _d, _value, month, n, counts in rows if month is not None},
    )
