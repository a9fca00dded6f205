"""A recount of the answers that shares no code with the summary, so that one can check the other."""

from typing import Any

from django.db import connection, transaction

from evaluations.choices import Dimension
from evaluations.models import Period
from evaluations.models.instrument import SLOTS
from evaluations.models.summary import WHOLE_PERIOD
from evaluations.selectors.results import fold

COLUMNS = {
    Dimension.SEX: "sex",
    Dimension.AGE: "age",
    Dimension.EDUCATION: "education",
    Dimension.OCCUPATION: "occupation",
    Dimension.CHANNEL: "channel",
    Dimension.SLOT: "slot",
    Dimension.SERVICE_POINT: "service_point_id",
}
Cell = tuple[int, int, int, int]  # period, month, dimension, value


def recount() -> dict[Cell, tuple[int, tuple[int, ...]]]:
    """(period, month, dimension, value) -> (n, counts of all rating columns), straight from the answers."""
    tallies = ", ".join(f"count(*) FILTER (WHERE r{s} = {v})" for s in range(1, SLOTS + 1) for v in range(1, 5))
    found: dict[Cell, tuple[int, tuple[int, ...]]] = {}
    with connection.cursor() as cursor:
        for dimension in Dimension:
            value = f"coalesce({COLUMNS[dimension]}, -1)" if dimension in COLUMNS else "0"
            for month in ("month", str(WHOLE_PERIOD)):
                cursor.execute(
                    f"SELECT period_id, {month}, {dimension.value}, {value}, count(*), {tallies} "  # noqa: S608
                    "FROM evaluations_answer GROUP BY 1, 2, 3, 4"
                )
                found |= {tuple(row[:4]): (row[4], tuple(row[5:])) for row in cursor.fetchall()}
    return found


@transaction.atomic
def differences() -> list[dict[str, Any]]:
    """Every group where summary and recount differ; empty when they agree. Holds writers back while it looks."""
    periods = list(Period.objects.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        for pk in periods:
            cursor.execute("SELECT pg_advisory_xact_lock(7472, %s)", [pk])
    fold(periods)
    with connection.cursor() as cursor:
        cursor.execute("SELECT period_id, month, dimension, value, n, counts FROM evaluations_summary")
        width = SLOTS * 4
        summary = {tuple(r[:4]): (r[4], tuple((r[5] + [0] * width)[:width])) for r in cursor.fetchall()}
    truth = recount()
    return [
        {
            "period": c[0],
            "month": c[1],
            "dimension": c[2],
            "value": c[3],
            "summary": summary.get(c),
            "recount": truth.get(c),
        }
        for c in sorted(summary.keys() | truth.keys())
        if summary.get(c) != truth.get(c)
    ]
