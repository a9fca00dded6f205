"""Reads lines of all history tables as one book, newest first, in two statements whatever the number of tables.

The first finds the page: each table gives its newest lines past the cursor, the database merges them. The second
fetches each found line with the line before it. docs/decisions/0006-one-book-from-many-histories.md says why.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg2 import sql

from baubau_pembinaan.core.prepared import Blank, Prepared

from .kinds import Kind, kinds

CONDITIONS = {
    "user": "history_user_id = %s",
    "first": "history_date >= %s::timestamptz",
    "last": "history_date < %s::timestamptz",
}


@dataclass(frozen=True)
class Search:
    """What to look for; empty means all. Dates are local and both included; `object_id` needs one kind."""

    kind: str = ""
    object_id: int | None = None
    user_id: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Cursor:
    """The last line already read."""

    at: datetime
    kind: str
    history_id: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}|{self.kind}|{self.history_id}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """The cursor written so; None for anything else."""
        try:
            at, kind, number = text.split("|")
            moment = datetime.fromisoformat(at)
            return cls(moment, kind, int(number)) if moment.tzinfo and len(number) < 19 else None
        except ValueError:
            return None


@dataclass(frozen=True)
class Line:
    """One line as stored. `new` and `old` map column names to JSON values; `old` is None where nothing came before."""

    kind: Kind
    history_id: int
    at: datetime
    type: str  # "+", "~" or "-"
    user_id: int | None
    user_name: str
    reason: str
    new: dict[str, Any]
    old: dict[str, Any] | None

    @property
    def object_id(self) -> Any:
        return self.new[self.kind.model._meta.pk.column]


def read(search: Search, *, after: Cursor | None = None, limit: int = 25) -> list[Line]:
    """At most `limit` lines older than `after`, newest first."""
    if not kinds():
        return []
    found = _page(search, after, limit)
    details = _details(found)
    return [details[key, number] for key, number in found if (key, number) in details]


def _page(search: Search, after: Cursor | None, limit: int) -> list[tuple[str, int]]:
    asked = {"object": search.object_id, "user": search.user_id}
    if search.first:
        asked["first"] = _midnight(search.first)
    if search.last:
        asked["last"] = _midnight(search.last + timedelta(days=1))
    if after:
        asked |= {"at": after.at, "kind": after.kind, "id": after.history_id}
    asked = {name: value for name, value in asked.items() if value is not None}
    return _book(search.kind, frozenset(asked), limit).rows(asked)


@lru_cache(maxsize=64)
def _book(kind: str, asked: frozenset[str], limit: int) -> Prepared:
    """The statement that finds a page: putting a hundred tables together, and planning it, takes as long as asking."""
    branches: list[sql.Composable] = []
    values: list[Blank] = []
    for one in [kinds()[kind]] if kind else kinds().values():
        which, blanks = _where(one, asked)
        values += blanks
        branches.append(
            sql.SQL(
                "(SELECT {key}::text AS kind, history_id, history_date FROM {table} WHERE {which} "
                "ORDER BY history_date DESC, history_id DESC LIMIT {limit})"
            ).format(key=sql.Literal(one.key), table=sql.Identifier(one.table), which=which, limit=sql.Literal(limit))
        )
    book = sql.SQL(
        "SELECT kind, history_id FROM ({branches}) book "
        "ORDER BY history_date DESC, kind DESC, history_id DESC LIMIT {limit}"
    ).format(branches=sql.SQL(" UNION ALL ").join(branches), limit=sql.Literal(limit))
    return Prepared(as_text(book), tuple(values))


def as_text(statement: sql.Composable) -> str:
    """It goes down as text, so whatever listens to statements can read it."""
    with connection.cursor() as cursor:
        return statement.as_string(cursor.cursor)


def _where(kind: Kind, asked: frozenset[str]) -> tuple[sql.Composable, list[Blank]]:
    """The conditions on one table, and the blanks in them."""
    parts: list[sql.Composable] = [sql.SQL("true")]
    blanks: list[str] = []
    if "object" in asked:
        parts.append(sql.SQL("{pk} = %s").format(pk=sql.Identifier(kind.model._meta.pk.column)))
        blanks.append("object")
    for name, condition in CONDITIONS.items():
        if name in asked:
            parts.append(sql.SQL(condition))
            blanks.append(name)
    if "at" in asked:
        row = "(history_date, {key}::text, history_id) < (%s::timestamptz, %s::text, %s::bigint)"
        parts.append(sql.SQL(row).format(key=sql.Literal(kind.key)))
        blanks += ["at", "kind", "id"]
    return sql.SQL(" AND ").join(parts), [Blank(name) for name in blanks]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _details(found: list[tuple[str, int]]) -> dict[tuple[str, int], Line]:
    ids: dict[str, list[int]] = {}
    for key, number in found:
        ids.setdefault(key, []).append(number)
    if not ids:
        return {}
    details = _details_of(tuple(ids))
    lines = {}
    for key, number, at, type_, user_id, user_name, reason, new, old in details.rows(ids):
        line = Line(kinds()[key], number, at, type_, user_id, user_name, reason or "", _load(new) or {}, _load(old))
        lines[key, number] = line
    details.once = False  # the same kinds again: a page looked at often
    return lines


def _load(text: str | None) -> dict[str, Any] | None:
    return json.loads(text, parse_float=Decimal) if text else None


@lru_cache(maxsize=32)
def _details_of(keys: tuple[str, ...]) -> Prepared:
    """The statement for lines of these kinds, with a blank for the numbers of each."""
    text = as_text(sql.SQL(" UNION ALL ").join(_detail(kinds()[key]) for key in keys))
    return Prepared(text, tuple(map(Blank, keys)), once=True)


def _detail(kind: Kind) -> sql.Composable:
    """The lines of one table, each with the line before it and the many-to-many values of both."""
    return sql.SQL(
        "SELECT {key}::text, h.history_id, h.history_date, h.history_type, h.history_user_id, h.history_user_name, "
        "h.history_change_reason, (to_jsonb(h) || {new_sides})::text, (to_jsonb(p) || {old_sides})::text "
        "FROM {table} h LEFT JOIN LATERAL (SELECT * FROM {table} b WHERE b.{pk} = h.{pk} "
        "AND (b.history_date, b.history_id) < (h.history_date, h.history_id) "
        "ORDER BY b.history_date DESC, b.history_id DESC LIMIT 1) p ON true WHERE h.history_id = ANY(%s::bigint[])"
    ).format(
        key=sql.Literal(kind.key),
        table=sql.Identifier(kind.table),
        pk=sql.Identifier(kind.model._meta.pk.column),
        new_sides=_sides(kind, "h"),
        old_sides=_sides(kind, "p"),
    )


def _sides(kind: Kind, alias: str) -> sql.Composable:
    pairs = [
        sql.SQL(
            "jsonb_build_object({name}, (SELECT coalesce(jsonb_agg(s.{other} ORDER BY s.{other}), '[]') "
            "FROM {side} s WHERE s.history_id = {alias}.history_id))"
        ).format(
            name=sql.Literal(name),
            other=sql.Identifier(other),
            side=sql.Identifier(side._meta.db_table),
            alias=sql.Identifier(alias),
        )
        for name, (side, other) in kind.side_tables.items()
    ]
    return sql.SQL(" || ").join([sql.SQL("'{}'::jsonb"), *pairs]) if pairs else sql.SQL("'{}'::jsonb")
