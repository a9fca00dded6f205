"""The library's own row and switches, read by every page: once a request, and between requests from the cache.

One statement fills both. Inside a transaction the cache is neither read nor written, so nobody ever sees a change
that was rolled back. A save drops the copy after commit; a copy taken in the same instant by another process goes
after CACHED_SECONDS at the latest.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models.functions import JSONObject

from .models import Library, Switch

CACHED_SECONDS = 60
_KEY = "libraries.snapshot.1"


@dataclass(frozen=True)
class Snapshot:
    library: Library
    switches: dict[str, bool]


# None outside a request; a list that holds at most one snapshot inside.
_request: ContextVar[list[Snapshot] | None] = ContextVar("libraries_request", default=None)


def snapshot() -> Snapshot:
    held = _request.get()
    if held:
        return held[0]
    taken = _read() if connection.in_atomic_block else _cached()
    if held is not None:
        held.append(taken)
    return taken


def _cached() -> Snapshot:
    known = cache.get(_KEY)
    # A copy made by another version of the code may lack a column: read afresh then.
    if known and known["library"].keys() == {field.attname for field in Library._meta.concrete_fields}:
        return Snapshot(Library.from_db(None, list(known["library"]), list(known["library"].values())), known["on"])
    taken = _read()
    row = {field.attname: field.value_from_object(taken.library) for field in Library._meta.concrete_fields}
    row["emblem"] = str(row["emblem"])
    cache.set(_KEY, {"library": row, "on": taken.switches}, CACHED_SECONDS)
    return taken


def _read() -> Snapshot:
    states = ArraySubquery(Switch.objects.order_by("key").values(state=JSONObject(key="key", is_on="is_on")))
    library = Library.objects.annotate(_states=states).filter(pk=1).first()
    if library is None:
        Library.objects.get_or_create(pk=1, defaults={"name": "Perpustakaan"})
        return _read()
    rows: list[dict[str, Any]] = library._states
    return Snapshot(library, {row["key"]: row["is_on"] for row in rows})


def forget() -> None:
    """Drop every copy now, and again once the surrounding transaction has committed."""
    _drop()
    transaction.on_commit(_drop)


def _drop() -> None:
    if held := _request.get():
        held.clear()
    cache.delete(_KEY)


def begin_request(**kwargs: Any) -> None:
    _request.set([])


def end_request(**kwargs: Any) -> None:
    _request.set(None)
