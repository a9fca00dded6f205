"""A recount of the answers that shares no code with the summary, so that one can check the other.

Two stages (docs/bench.md): the answers are read into cells fine enough for several dimensions at once, then the few
cells are added up. Within a cell the four counts of a rating column share one number: an answer r adds
2^(BITS * (r - 1)), which one sum takes in one step instead of four counts.
"""

from collections.abc import Iterable, Sequence
from math import lcm
from typing import Any

from django.db import connection, transaction

from evaluations.choices import Dimension
from evaluations.models import ExtraAnswer, ExtraSummary, ImportanceSum, Period, Question
from evaluations.models.instrument import SLOTS
from evaluations.models.summary import WHOLE_PERIOD
from evaluations.selectors.own_questions import fold_extras
from evaluations.selectors.report import Counted, WholeReport
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
# Dimensions counted in one reading; the product of their groups stays small against the number of answers.
CUBES = (
    (Dimension.SEX, Dimension.EDUCATION, Dimension.SERVICE_POINT),
    (Dimension.AGE, Dimension.OCCUPATION),
    (Dimension.CHANNEL, Dimension.SLOT),
)
BITS = 15
FULL = 1 << BITS  # answers in one cell from which its packed counts could run into one another
Cell = tuple[int, int, int, int]  # period, month, dimension, value
Row = tuple[Any, ...]
Extra = tuple[int, int | None, int | None, str]  # period, own question, value, words


def recount() -> dict[Cell, Counted]:
    """(period, month, dimension, value) -> (n, counts of all rating columns), straight from the answers."""
    slots = _slots_in_use()
    found: dict[Cell, Counted] = {}
    for number, cube in enumerate(CUBES):
        wanted = [COLUMNS[d] for d in cube] + ([""] if number == 0 else [])  # "": all respondents
        sets = [
            [*frame, *filter(None, [column])] for column in wanted for frame in (["period_id", "month"], ["period_id"])
        ]
        for keys, counted in _count(["period_id", "month"], [COLUMNS[d] for d in cube], sets, slots):
            dimension, value = _group(keys)
            found[keys["period_id"], keys.get("month", WHOLE_PERIOD), dimension, value] = counted
    return found


def recounted_report() -> WholeReport:
    """What report.whole_report says of sex, education, service point, everybody and the months, from the answers."""
    slots = sorted({slot for slot in Question.objects.values_list("slot", flat=True) if slot is not None})
    columns = [COLUMNS[d] for d in CUBES[0]]
    groups: dict[tuple[int, int], Counted] = {}
    months: dict[int, Counted] = {}
    for keys, counted in _count(["month"], columns, [[], ["month"], *([c] for c in columns)], slots):
        if "month" in keys:
            months[keys["month"]] = counted
        else:
            groups[_group(keys)] = counted
    return WholeReport(groups, months)


def _group(keys: dict[str, int | None]) -> tuple[int, int]:
    """(dimension, value) that these grouped columns stand for; -1 where the respondent did not say."""
    for dimension, column in COLUMNS.items():
        if column in keys:
            value = keys[column]
            return dimension.value, -1 if value is None else value
    return Dimension.ALL.value, 0


def _slots_in_use() -> list[int]:
    """Rating columns that hold anything at all, asked of the answers themselves."""
    counts = ", ".join(f"count(r{slot})" for slot in range(1, SLOTS + 1))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts} FROM evaluations_answer")  # noqa: S608  # own names only
        return [slot for slot, n in enumerate(cursor.fetchone(), start=1) if n]


def _count(
    frame: Sequence[str], columns: Sequence[str], sets: Sequence[Sequence[str]], slots: Sequence[int]
) -> Iterable[tuple[dict[str, Any], Counted]]:
    """({grouped column: value}, (n, four counts for each of the SLOTS columns)) for every group of every set."""
    rows = _read(frame, columns, sets, slots, packed=True)
    if any(row[0] >= FULL for row in rows):
        rows = _read(frame, columns, sets, slots, packed=False)
    keys = [*frame, *columns]
    for _fullest, grouping, n, four, *values in rows:
        counts = [0] * (SLOTS * 4)
        for at, slot in enumerate(slots):
            counts[(slot - 1) * 4 : slot * 4] = four[at * 4 : at * 4 + 4]
        grouped = {
            key: value
            for at, (key, value) in enumerate(zip(keys, values, strict=True))
            if not grouping >> (len(keys) - 1 - at) & 1
        }
        yield grouped, (n, tuple(counts))


def _read(
    frame: Sequence[str], columns: Sequence[str], sets: Sequence[Sequence[str]], slots: Sequence[int], *, packed: bool
) -> list[Row]:
    """Rows of (answers in the fullest cell, grouping mask, n, counts, value of each key)."""
    keys = ", ".join([*frame, *columns])
    if packed:
        # least(): a cell too full for the packing is found by its n below, not by an overflow here
        cells = [f"least(sum(1::bigint << ({BITS} * (r{s} - 1))), {1 << 62})::bigint AS s{s}" for s in slots]
        sums = [f"coalesce(sum(s{s} >> {BITS * v} & {FULL - 1}), 0)" for s in slots for v in range(4)]
    else:
        cells = [f"count(*) FILTER (WHERE r{s} = {v}) AS c{s}_{v}" for s in slots for v in range(1, 5)]
        sums = [f"sum(c{s}_{v})" for s in slots for v in range(1, 5)]
    named = ", ".join("(" + ", ".join(one) + ")" for one in sets)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH cells AS MATERIALIZED (SELECT {', '.join([keys, 'count(*) AS n', *cells])} "  # noqa: S608  # own names
            f"FROM evaluations_answer GROUP BY {keys}) "
            f"SELECT max(n), grouping({keys}), sum(n)::bigint, ARRAY[{', '.join(sums)}]::bigint[], {keys} "
            f"FROM cells GROUP BY GROUPING SETS ({named}) HAVING count(*) > 0"
        )
        return cursor.fetchall()


def recounted_importance() -> dict[tuple[int, int, str], tuple[int, ...]]:
    """(period, month, unsur) -> (n, t, tt, u, uu, ut) as ImportanceSum keeps them, straight from the answers."""
    slots: dict[int, dict[str, list[int]]] = {}
    asked = Question.objects.filter(slot__isnull=False).exclude(unsur="").order_by("version", "order")
    for version, unsur, slot in asked.values_list("version", "unsur", "slot"):
        slots.setdefault(version, {}).setdefault(unsur, []).append(slot or 0)
    found = {}
    for period, version in Period.objects.order_by("pk").values_list("pk", "version"):
        for (month, unsur), sums in _sums_of(period, slots.get(version, {})).items():
            found[period, month, unsur] = sums
    return found


def _sums_of(period: int, slots: dict[str, list[int]]) -> dict[tuple[int, str], tuple[int, ...]]:
    if not slots:
        return {}
    widest = lcm(*(len(mine) for mine in slots.values()))
    units = {unsur: "(" + " + ".join(f"r{slot}::bigint" for slot in mine) + ")" for unsur, mine in slots.items()}
    whole = "(" + " + ".join(f"{widest // len(mine)} * {units[unsur]}" for unsur, mine in slots.items()) + ")"
    columns = ["count(*)", f"sum({whole})", f"sum({whole} * {whole})"]
    for unit in units.values():
        columns += [f"sum({unit})", f"sum({unit} * {unit})", f"sum({unit} * {whole})"]
    complete = " AND ".join(f"r{slot} IS NOT NULL" for mine in slots.values() for slot in mine)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(month, {WHOLE_PERIOD}), {', '.join(columns)} FROM evaluations_answer "  # noqa: S608
            f"WHERE period_id = %s AND {complete} GROUP BY GROUPING SETS ((month), ()) HAVING count(*) > 0",
            [period],
        )
        rows = [[int(value) for value in row] for row in cursor.fetchall()]
    return {
        (month, unsur): (n, t, tt, *three[at * 3 : at * 3 + 3])
        for month, n, t, tt, *three in rows
        for at, unsur in enumerate(slots)
    }


def recounted_extras() -> dict[Extra, int]:
    """(period, question, value, words) -> n as ExtraSummary keeps them, straight from the answers, in one reading."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT period_id, question_id, value, "  # noqa: S608  # own names only
            "CASE WHEN question_id IS NULL THEN lower(text) ELSE '' END, count(*) "
            f"FROM {ExtraAnswer._meta.db_table} GROUP BY 1, 2, 3, 4"
        )
        return {(period, question, value, words): n for period, question, value, words, n in cursor.fetchall()}


@transaction.atomic
def differences() -> list[dict[str, Any]]:
    """Every group where summary and recount differ; empty when they agree. Holds writers back while it looks."""
    periods = list(Period.objects.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        for pk in periods:
            cursor.execute("SELECT pg_advisory_xact_lock(7472, %s)", [pk])
    fold(periods)
    fold_extras(periods)
    with connection.cursor() as cursor:
        cursor.execute("SELECT period_id, month, dimension, value, n, counts FROM evaluations_summary")
        width = SLOTS * 4
        summary = {tuple(r[:4]): (r[4], tuple((r[5] + [0] * width)[:width])) for r in cursor.fetchall()}
    truth = recount()
    kept = {
        (row.period_id, row.month, row.unsur): (row.n, row.t, row.tt, row.u, row.uu, row.ut)
        for row in ImportanceSum.objects.all()
    }
    counted = recounted_importance()
    said = {
        (row.period_id, row.question_id, row.value, row.words): row.n for row in ExtraSummary.objects.order_by("pk")
    }
    extras = recounted_extras()
    return (
        [
            {
                "period": c[0],
                "month": WHOLE_PERIOD,
                "dimension": "occupation in words" if c[1] is None else f"own question {c[1]}",
                "value": c[2] if c[1] else c[3],
                "summary": said.get(c),
                "recount": extras.get(c),
            }
            for c in sorted(said.keys() | extras.keys(), key=str)
            if said.get(c) != extras.get(c)
        ]
        + [
            {
                "period": c[0],
                "month": c[1],
                "dimension": "importance",
                "value": c[2],
                "summary": kept.get(c),
                "recount": counted.get(c),
            }
            for c in sorted(kept.keys() | counted.keys())
            if kept.get(c) != counted.get(c)
        ]
        + [
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
    )
