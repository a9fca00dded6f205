"""Reports and checks against `count(*)` of the answers, in one database process each."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from evaluations.choices import Dimension
from evaluations.models import Period, SummaryState
from evaluations.selectors import analysis, own_questions, recount, report, results, rollup

# The report that the goals speak of: overall, by sex, education and service point, and by month.
REPORTED = (Dimension.ALL, Dimension.SEX, Dimension.EDUCATION, Dimension.SERVICE_POINT)


@dataclass
class Deed:
    """Something timed. `quotient` is to count(*) within the same round; one entry a round."""

    key: str
    name: str
    run: Callable[[], Any] = field(repr=False)
    repeats: int = 3
    ms: list[float] = field(default_factory=list)
    quotient: list[float] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return {"key": self.key, "name": self.name, "ms": self.ms, "quotient": self.quotient}


def best_ms(run: Callable[[], Any], repeats: int) -> float:
    """The fastest of some runs: what the work costs when nobody disturbs."""
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        run()
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


def one_process() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0; SET jit = off")


def count_all() -> None:
    """C: every row of the table is visited once (an index alone would not have read the answers)."""
    with connection.cursor() as cursor:
        cursor.execute("SET enable_indexonlyscan = off; SELECT count(*) FROM evaluations_answer")
        cursor.fetchone()
        cursor.execute("RESET enable_indexonlyscan")


def read_pages(period: Period) -> None:
    """Everything that the roll-up, the period's page and its analysis read of answers."""
    rollup.rollup()
    found = analysis.with_expectations(Period.objects.select_related("survey", "version")).get(pk=period.pk)
    rows = results.whole_period_rows(found)
    bands = results.bands_for(found)
    results.period_result(found, rows, bands)
    results.profiles(rows)
    analysis.missing_groups(found, rows)
    analysis.by_channel(found, rows, bands)
    analysis.by_service(found, rows, bands)
    analysis.importance(found)
    own_questions.own_answers(found, rows)
    analysis.question_means(found, rows)


def check() -> None:
    recount.recount()
    recount.recounted_importance()
    recount.recounted_extras()


def fold_one_month(period: Period) -> None:
    stale = SummaryState.objects.filter(period=period).order_by("-month").first()
    assert stale is not None
    SummaryState.objects.filter(pk=stale.pk).update(is_stale=True)
    if results.fold([period.pk]) != 1:
        raise SystemExit("one stale month was expected to fold")


def deeds(period: Period) -> list[Deed]:
    return [
        Deed("report", "Whole report from the summary", lambda: report.whole_report(dimensions=REPORTED), 5),
        Deed("pages", "What roll-up, period and analysis pages read", lambda: read_pages(period), 5),
        Deed("recount", "The whole report recounted", recount.recounted_report, 2),
        Deed("check", "Every summary cell recounted", check, 1),
        Deed("fold", "One stale month folded", lambda: fold_one_month(period), 5),
    ]


def measure_round(what: list[Deed]) -> float:
    """One round; returns C in milliseconds. C is taken beside every deed, so that a quotient compares one moment."""
    floors = []
    for deed in what:
        before = best_ms(count_all, 3)
        deed.ms.append(best_ms(deed.run, deed.repeats))
        floor = min(before, best_ms(count_all, 2))
        floors.append(floor)
        deed.quotient.append(deed.ms[-1] / floor)
    return statistics.median(floors)


def sizes() -> dict[str, int]:
    """Bytes of the answers' table and its indexes, of comments, of the summary."""
    found = {}
    with connection.cursor() as cursor:
        for name in ("answer", "comment", "summary", "submissionkey"):
            table = f"evaluations_{name}"
            cursor.execute("SELECT pg_table_size(%s), pg_indexes_size(%s)", [table, table])
            found[name], found[f"{name}_indexes"] = cursor.fetchone()
    return found
