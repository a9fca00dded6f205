"""Statements that a database connection keeps ready: PostgreSQL plans them once a connection, not once a page.

A page of lists joins six tables and more, and planning that takes PostgreSQL longer than finding fifty rows. After some
turns PostgreSQL itself decides whether one plan does for all values (`plan_cache_mode = auto`), and renews it when the
tables' statistics or columns change. What stands in a statement besides its blanks is written out.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.db import NotSupportedError, connection, connections
from psycopg2.extensions import AsIs

LAST_KEY = 2**63 - 1
OUTDATED: tuple[None, "OrderedDict[str, None]"] = (None, OrderedDict())
FEATURE_NOT_SUPPORTED = "0A000"
T = TypeVar("T")
AT_MOST = 200  # statements a connection keeps (some 30 MB); the one that was asked longest ago makes room


class Blank(NamedTuple):
    """Stands among a statement's parameters where a value will stand."""

    name: str


class Prepared:
    """`sql` with `%s` for `params`, some of which are blanks. Each connection prepares it when it first asks it; not
    what is asked `once`, as the hundredth page of a list is."""

    def __init__(self, sql: str, params: tuple[Any, ...], *, once: bool = False) -> None:
        self.sql, self.params, self.once = sql, params, once
        self.blanks = tuple(dict.fromkeys(each.name for each in params if isinstance(each, Blank)))
        self._name = ""
        self._call = ""

    def asked(self, values: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
        """What a cursor of the current connection takes: the statement and its parameters."""
        if self.once or not settings.PREPARE_STATEMENTS or any(map(_is_no_key, values.values())):
            return self.sql, tuple(values[each.name] if isinstance(each, Blank) else each for each in self.params)
        ready = _ready()
        if self._name in ready:
            ready.move_to_end(self._name)
        else:
            self._prepare(ready)
        return self._call, tuple(values[name] for name in self.blanks)

    def rows(self, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """What the statement answers."""

        def ask() -> list[tuple[Any, ...]]:
            with connection.cursor() as cursor:
                cursor.execute(*self.asked(values))
                return cursor.fetchall()

        return once_more(ask)

    def changed(self, values: dict[str, Any]) -> int:
        """How many rows the statement wrote."""

        def ask() -> int:
            with connection.cursor() as cursor:
                cursor.execute(*self.asked(values))
                return cursor.rowcount

        return once_more(ask)

    def _prepare(self, ready: "OrderedDict[str, None]") -> None:
        """Not through Django's cursor: it is the connection's own affair, as its opening is."""
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            places = {name: AsIs(f"${number}") for number, name in enumerate(self.blanks, 1)}
            filled = [places[each.name] if isinstance(each, Blank) else each for each in self.params]
            text = cursor.mogrify(self.sql, filled).decode()
            if not self._name:
                name = f"kept_{hashlib.sha256(text.encode()).hexdigest()[:24]}"
                marks = ", ".join(["%s"] * len(self.blanks))
                self._call = f"EXECUTE {name}({marks})" if marks else f"EXECUTE {name}"
                self._name = name
            if self._name in ready:  # the same statement, made by somebody else
                return
            cursor.execute(f"PREPARE {self._name} AS {text}")
            ready[self._name] = None
            if len(ready) > AT_MOST:
                cursor.execute(f"DEALLOCATE {ready.popitem(last=False)[0]}")


def _is_no_key(value: Any) -> bool:
    """A number that no column of keys can hold: as a blank it is an error, written out it is a row nobody finds."""
    return type(value) is int and not -LAST_KEY <= value <= LAST_KEY


def once_more(ask: Callable[[], T]) -> T:
    """`ask()`, and again where a table's columns changed under a plan that the connection keeps: nothing was read or
    written then. Within a transaction the error stands; what the connection keeps is dropped in both cases."""
    try:
        return ask()
    except NotSupportedError as error:
        if not is_outdated(error):
            raise
        connections[connection.alias].kept_statements = OUTDATED  # type: ignore[attr-defined]
        if connection.in_atomic_block:
            raise
    return ask()


def is_outdated(error: BaseException | None) -> bool:
    """Whether the error is a kept plan whose columns are others since ("cached plan must not change result type")."""
    cause = getattr(error, "__cause__", None)
    return isinstance(error, NotSupportedError) and getattr(cause, "pgcode", "") == FEATURE_NOT_SUPPORTED


def _ready() -> "OrderedDict[str, None]":
    """The names of what this thread's connection keeps, the longest unasked first; empty after a reconnection."""
    connection.close_if_health_check_failed()  # as a cursor does; a lost connection has lost its statements too
    connection.ensure_connection()
    own = connections[connection.alias]  # this thread's
    kept = getattr(own, "kept_statements", None)
    if kept is OUTDATED:
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
    if kept is None or kept[0] is not own.connection:
        kept = (own.connection, OrderedDict())
        setattr(own, "kept_statements", kept)  # noqa: B010 - an attribute Django does not know
    return kept[1]
