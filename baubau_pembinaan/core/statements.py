"""Small queries that every page asks: their SQL is put together once a process, not once a page.

    _JP = Kept(lambda: Entry.objects.filter(profile=blank("person")).values_list("jp"))
    _JP.rows(person=person.pk)

Putting such a statement together takes the web process longer than the database needs to answer it. Only for queries
that depend on nothing but their blanks: not on the day, the language, or a switch. Rows come as the driver reads them.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL


class Blank(NamedTuple):
    """Stands in a kept statement where a value will stand."""

    name: str


def blank(name: str) -> RawSQL:
    return RawSQL("%s", (Blank(name),))


def whole(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """All columns, in the order in which `Model.from_db` takes them."""
    return rows.values_list(*columns(rows.model))


@cache
def columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


class Kept:
    """`build` makes a queryset of `values_list`, never called before the apps are ready."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._made: tuple[str, tuple[Any, ...]] | None = None

    def only(self, **values: Any) -> Any:
        """The one value of the first row, None where there is none."""
        rows = self.rows(**values)
        return rows[0][0] if rows else None

    def objects(self, model: type[Model], **values: Any) -> list[Any]:
        """Rows of `whole` as the model's objects."""
        return [model.from_db(connection.alias, columns(model), row) for row in self.rows(**values)]

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        if self._made is None:
            self._made = self._build().query.sql_with_params()
        sql, params = self._made
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[each.name] if isinstance(each, Blank) else each for each in params])
            return cursor.fetchall()
