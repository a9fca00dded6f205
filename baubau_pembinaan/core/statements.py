"""Small queries that every page asks: their SQL is put together once a process, not once a page.

    _JP = Kept(lambda: Entry.objects.filter(profile=blank("person")).values_list("jp"))
    _JP.rows(person=person.pk)

Putting such a statement together takes the web process longer than the database needs to answer it. Only for queries
that depend on nothing but their blanks: not on the day, the language, or a switch. Rows come as the driver reads them.
`KeptObjects` does the same for a queryset of models, with all it selects and annotates.
"""

from collections.abc import Callable
from copy import copy
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import ModelIterable


class Blank(NamedTuple):
    """Stands in a kept statement where a value will stand."""

    name: str


def blank(name: str, kind: "Field[Any, Any] | None" = None) -> RawSQL:
    """`kind` where the value is reckoned with, not only compared."""
    return RawSQL("%s", (Blank(name),), kind)


def blank_list(name: str) -> RawSQL:
    """Stands after `__in`, for a list of numbers."""
    return RawSQL("SELECT unnest(%s::bigint[])", (Blank(name),))


def _filled(params: tuple[Any, ...], values: dict[str, Any]) -> list[Any]:
    return [values[each.name] if isinstance(each, Blank) else each for each in params]


class Kept:
    """`build` makes a queryset of `values_list`, never called before the apps are ready."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._made: tuple[str, tuple[Any, ...]] | None = None

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        return self._asked("%s", values)

    def count(self, **values: Any) -> int:
        return self._asked("SELECT COUNT(*) FROM (%s) AS kept", values)[0][0]

    def _asked(self, around: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        if self._made is None:
            self._made = self._build().query.sql_with_params()
        sql, params = self._made
        with connection.cursor() as cursor:
            cursor.execute(around.replace("%s", sql), _filled(params, values))
            return cursor.fetchall()


class KeptObjects:
    """`build` makes a queryset of models, never called before the apps are ready. What it prefetches is not fetched."""

    def __init__(self, build: Callable[[], QuerySet[Any]]) -> None:
        self._build = build
        self._made: tuple[Any, str, tuple[Any, ...]] | None = None
        self._number = Kept(lambda: build().order_by().values_list("pk"))

    def with_values(self, **values: Any) -> "KeptRows":
        return KeptRows(self, values)

    def fetch(self, values: dict[str, Any], start: int = 0, stop: int | None = None) -> list[Any]:
        if self._made is None:
            compiler = self._build().query.get_compiler(DEFAULT_DB_ALIAS)
            self._made = (compiler, *compiler.as_sql())
        kept, sql, params = self._made
        compiler, filled = copy(kept), _filled(params, values)
        if stop is not None:
            sql, filled = f"{sql} LIMIT %s OFFSET %s", [*filled, stop - start, start]
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # of this thread
        compiler.as_sql = lambda: (sql, filled)
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        rows: Any = SimpleNamespace(db=DEFAULT_DB_ALIAS, query=query, _known_related_objects={})
        return list(ModelIterable(rows))

    def count(self, values: dict[str, Any]) -> int:
        return self._number.count(**values)


class KeptRows:
    """The rows of one kept statement, asked when they are needed: what a Paginator takes."""

    ordered = True

    def __init__(self, kept: KeptObjects, values: dict[str, Any]) -> None:
        self._kept, self._values = kept, values

    def count(self) -> int:
        return self._kept.count(self._values)

    def __getitem__(self, part: slice) -> list[Any]:
        return self._kept.fetch(self._values, part.start or 0, part.stop)

    def first(self) -> Any:
        return next(iter(self[:1]), None)
