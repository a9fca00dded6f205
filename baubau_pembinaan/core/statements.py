"""Small queries that every page asks: their SQL is put together once a process, not once a page.

    _JP = Kept(lambda: Entry.objects.filter(profile=blank("person")).values_list("jp"))
    _JP.rows(person=person.pk)

Putting such a statement together takes the web process longer than the database needs to answer it. Only for queries
that depend on nothing but their blanks: not on the day, the language, or a switch. Rows come as the driver reads them;
`KeptModels` gives them as the objects of a model, with what `select_related` and annotations bring along.

`KeptText` is a statement written out, for what querysets cannot say: several tables counted once for all rows.

The database keeps them too: each connection prepares a statement when it first asks it (`core/prepared.py`).
"""

import re
from collections.abc import Callable, Iterator
from copy import copy
from functools import cache
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import ModelIterable

from .prepared import Blank, Prepared, once_more

M = TypeVar("M", bound=Model)
PARTS = 5  # first pages of one list whose statements are kept: further ones are rare
COUNTED = "SELECT COUNT(*) FROM (%s) AS kept"


def blank(name: str, field: Any = None) -> RawSQL:
    """`field` where the statement itself does not tell what kind of value it is: in arithmetic, in Coalesce."""
    kind = f"::{field.cast_db_type(connection)}" if field else ""
    return RawSQL(f"%s{kind}", (Blank(name),), output_field=field)  # noqa: S611 - the name of a type


def among(name: str) -> RawSQL:
    """A blank for a list of keys: `filter(pk__in=among("pks"))`.

    The list stands in a query of its own: PostgreSQL looks at it no sooner than it asks, and so keeps one plan for
    lists of all lengths. Else it would plan anew for each short one, which takes longer than finding its rows.
    """
    return RawSQL("SELECT unnest((SELECT %s::bigint[]))", (Blank(name),))


def whole(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """All columns, in the order in which `Model.from_db` takes them."""
    model: Any = rows.model
    return rows.values_list(*columns(model))


@cache
def columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


def _limit(first: int, last: int | None) -> str:
    """How many rows are wanted stands in the words: it decides in which way they are best found. Up to nine too many:
    a list of 23 rows is not another statement than one of 24."""
    if last is None:
        return ""
    wanted = last - first
    few = wanted if wanted % 10 in (0, 1) else wanted + 10 - wanted % 10
    return f" LIMIT {few:d} OFFSET {first:d}"


def _number_of(first: int, last: int | None) -> int | None:
    return None if last is None else max(0, last - first)


def _is_deep(first: int, last: int | None) -> bool:
    return last is not None and first >= PARTS * (last - first)


class Kept:
    """`build` makes a queryset of `values_list`, never called before the apps are ready; `number` the same rows with
    fewer columns, where counting them is cheaper so."""

    def __init__(
        self, build: Callable[[], QuerySet[Any, Any]], number: Callable[[], QuerySet[Any, Any]] | None = None
    ) -> None:
        self._build, self._number = build, number or build
        self._made: dict[str, Prepared] = {}

    def only(self, **values: Any) -> Any:
        """The one value of the first row, None where there is none."""
        rows = self.rows(**values)
        return rows[0][0] if rows else None

    def objects(self, model: type[Model], **values: Any) -> list[Any]:
        """Rows of `whole` as the model's objects."""
        return [model.from_db(connection.alias, columns(model), row) for row in self.rows(**values)]

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        return self._asked("%s", values)

    def cut(self, first: int, last: int | None, /, **values: Any) -> list[tuple[Any, ...]]:
        found = self._asked(f"%s{_limit(first, last)}", values, deep=_is_deep(first, last))
        return found[: _number_of(first, last)]

    def count(self, **values: Any) -> int:
        return self._asked(COUNTED, values)[0][0]

    def part(self, **values: Any) -> "KeptRows":
        """The rows to be gone through, cut as a queryset is, or given to a Paginator."""
        return KeptRows(self, values)

    def _asked(self, around: str, values: dict[str, Any], *, deep: bool = False) -> list[tuple[Any, ...]]:
        made = self._made.get(around)
        if made is None:
            build = self._number if around is COUNTED else self._build
            sql, params = build().query.sql_with_params()
            made = Prepared(around.replace("%s", sql, 1), params, once=deep)
            if not made.once:
                self._made[around] = made
        return made.rows(values)


class KeptText:
    """SQL in which `%(name)s` is a blank and a percent sign is written twice."""

    def __init__(self, text: str) -> None:
        names: list[Any] = []

        def marked(found: re.Match[str]) -> str:
            names.append(Blank(found[1]))
            return "%s"

        sql = re.sub(r"%\((\w+)\)s", marked, text)
        self._prepared = Prepared(sql, tuple(names))

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        return self._prepared.rows(values)


class KeptRows:
    """The rows of one kept statement of `values_list`, asked when they are needed."""

    ordered = True  # says a Paginator's question

    def __init__(self, kept: Kept, values: dict[str, Any]) -> None:
        self._kept, self._values = kept, values

    def __getitem__(self, cut: slice) -> list[tuple[Any, ...]]:
        return self._kept.cut(cut.start or 0, cut.stop, **self._values)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._kept.rows(**self._values))

    def count(self) -> int:
        return self._kept.count(**self._values)


class KeptModels(Generic[M]):
    """`build` makes a queryset of a model, without `prefetch_related` and not cut: `rows` takes first and last.

    `number`: the same rows without what only their columns need, where counting them is cheaper so.
    """

    def __init__(self, build: Callable[[], QuerySet[M]], number: Callable[[], QuerySet[M]] | None = None) -> None:
        self._build = build
        self._made: tuple[Any, Any, str, tuple[Any, ...]] | None = None
        self._parts: dict[str, Prepared] = {}
        self._number = Kept(lambda: (number or build)().order_by().values_list("pk"))

    def rows(self, first: int = 0, last: int | None = None, /, **values: Any) -> list[M]:
        if self._made is None:
            compiler = self._build().query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            converters = compiler.get_converters([column for column, *_more in compiler.select[: compiler.col_count]])
            self._made = (compiler, converters, sql, params)
        compiler, converters, sql, params = self._made
        part = _limit(first, last)
        prepared = self._parts.get(part)
        if prepared is None:
            prepared = Prepared(sql + part, params, once=_is_deep(first, last))
            if not prepared.once:
                self._parts[part] = prepared
        ready = copy(compiler)  # beside other threads
        ready.connection, ready.as_sql = connection, lambda *_args, **_kwargs: prepared.asked(values)
        ready.get_converters = lambda _columns: converters
        asked: Any = SimpleNamespace(
            db=connection.alias, query=SimpleNamespace(get_compiler=lambda using: ready), _known_related_objects={}
        )
        return once_more(lambda: list(ModelIterable(asked)))[: _number_of(first, last)]

    def first(self, **values: Any) -> M | None:
        return next(iter(self.rows(0, 1, **values)), None)

    def count(self, **values: Any) -> int:
        return self._number.count(**values)

    def keys(self, **values: Any) -> list[Any]:
        """Those of all rows, in no order."""
        return [row[0] for row in self._number.rows(**values)]

    def part(self, **values: Any) -> "KeptPart[M]":
        """The rows to be gone through, cut as a queryset is (`part(person=1)[50:101]`) or given to a Paginator."""
        return KeptPart(self, values)


class FoundFirst(KeptModels[M]):
    """Two statements for a long list of wide rows: `find` puts the keys in order, `read` brings along what is shown of
    the rows of the wanted part alone. In one, the database would join and sort all of them."""

    def __init__(self, find: Callable[[], QuerySet[M]], read: Callable[[], QuerySet[M]]) -> None:
        super().__init__(lambda: read().filter(pk__in=among("found")).order_by())
        self._number = Kept(lambda: find().order_by().values_list("pk"))
        self._found = Kept(lambda: find().values_list("pk"))

    def rows(self, first: int = 0, last: int | None = None, /, **values: Any) -> list[M]:
        found = [key for (key,) in self._found.cut(first, last, **values)]
        rows = {row.pk: row for row in super().rows(found=found, **values)} if found else {}
        return [rows[key] for key in found if key in rows]


class KeptPart(Generic[M]):
    """The rows of one kept statement, asked when they are needed."""

    ordered = True  # says a Paginator's question

    def __init__(self, kept: KeptModels[M], values: dict[str, Any]) -> None:
        self._kept, self._values = kept, values

    def __getitem__(self, cut: slice) -> list[M]:
        return self._kept.rows(cut.start or 0, cut.stop, **self._values)

    def __iter__(self) -> Iterator[M]:
        return iter(self._kept.rows(**self._values))

    def count(self) -> int:
        return self._kept.count(**self._values)

    def keys(self) -> list[Any]:
        return self._kept.keys(**self._values)

    def first(self) -> M | None:
        return self._kept.first(**self._values)
