"""The history as people read it: who, when, what, from what to what, and why."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from psycopg2 import sql

from baubau_pembinaan.core.formats import angka, nama_periode, pukul, tanggal, tanggal_pukul
from baubau_pembinaan.core.history import split_untold
from baubau_pembinaan.core.prepared import Blank, Prepared
from baubau_pembinaan.core.statements import Kept

from .kinds import Kind, kind_of, kinds, label_field
from .lines import Cursor, Line, Search, as_text, read

LONGEST_VALUE = 300
PAGE_SIZE = 25

Reference = tuple[type[models.Model], Any]


@dataclass(frozen=True)
class Change:
    field: str
    old: str
    new: str
    language: str = ""  # of the values, where it is not the reader's: "en" for what is kept in English


@dataclass(frozen=True)
class Entry:
    """One line of the book, ready to draw. `verb` is "+", "~" or "-"; `changes` of a creation have no old value."""

    at: datetime
    kind: str
    kind_name: str
    object_id: Any
    object_name: str
    verb: str
    actor: str
    reason: str
    changes: list[Change]


@dataclass(frozen=True)
class Page:
    entries: list[Entry]
    next: str  # the cursor of the following page, "" on the last


def history_page(search: Search, *, after: str = "", size: int = PAGE_SIZE) -> Page:
    """One page of the book in at most four statements. A cursor that cannot be read means the first page."""
    lines = read(search, after=Cursor.parse(after), limit=size + 1)
    shown = lines[:size]
    last = shown[-1] if len(lines) > size else None
    return Page(describe(shown), str(Cursor(last.at, last.kind.key, last.history_id)) if last else "")


def object_history(instance: models.Model, *, limit: int = 20, whole: bool = False) -> list[Entry]:
    """The latest lines of one record, newest first. KeyError where its kind has no history.

    `whole`: also what the model keeps unsaid, for a page whose readers may read all of the record.
    """
    return describe(read(Search(kind=kind_of(instance).key, object_id=instance.pk), limit=limit), whole=whole)


# --- From stored lines to words ------------------------------------------------------------------------------


def describe(lines: list[Line], *, whole: bool = False) -> list[Entry]:
    """The lines in words. Names of other records are looked up together, in one statement.

    A field that its model names in `history_unsaid` is said to have changed, not from what to what (but `whole`). A
    line in which a field of `history_reason_unsaid` changed tells no reason to anybody: on such lines older versions
    kept what people wrote to one another, and no line is ever rewritten. Fields that are kept out of the book are said
    to have changed (core.history); a line that says nothing at all speaks of the model's `history_else`.
    """
    drafts = [(line, list(_changed_fields(line))) for line in lines]
    wanted: set[Reference] = set()
    for line, fields in drafts:
        wanted.update(_references(line, fields))
    names = _names(wanted)
    return [_entry(line, fields, names, whole) for line, fields in drafts]


def _entry(line: Line, fields: list[models.Field], names: dict[Reference, str], whole: bool) -> Entry:
    unsaid: frozenset[str] = frozenset() if whole else getattr(line.kind.model, "history_unsaid", frozenset())
    changes = []
    for field in fields:
        old = _words(field, _value(line.old, field), names) if line.old is not None and line.type != "+" else ""
        new = _words(field, _value(line.new, field), names) if line.type != "-" else ""
        if field.name in unsaid:
            old, new = (_("not shown here") if text else "" for text in (old, new))
        language = "en" if field.name.endswith("_en") else ""
        changes.append(Change(_label(field, get_language()), old, new, language))
    untold, reason = split_untold(line.reason)
    if line.type == "~" and not changes and not untold:
        untold = list(getattr(line.kind.model, "history_else", ()))
    meta = line.kind.model._meta
    changes += [Change(_name_of(meta, name), "", _("changed, not shown here")) for name in untold]
    mute: frozenset[str] = getattr(line.kind.model, "history_reason_unsaid", frozenset())
    return Entry(
        at=line.at,
        kind=line.kind.key,
        kind_name=capfirst(line.kind.name),
        object_id=line.object_id,
        object_name=_object_name(line, names),
        verb=line.type,
        actor=line.user_name or _("System"),
        reason="" if any(field.name in mute for field in fields) else reason,
        changes=changes,
    )


@cache
def _label(field: Any, _language: str | None) -> str:
    return capfirst(str(getattr(field, "verbose_name", field.name)))


@cache
def _choices(field: Any, _language: str | None) -> dict[Any, str]:
    return {value: str(label) for value, label in field.flatchoices}


def _name_of(meta: Any, name: str) -> str:
    """What a field is called; its bare name where the model has lost it since."""
    try:
        return _label(meta.get_field(name), get_language())
    except FieldDoesNotExist:
        return name


def _object_name(line: Line, names: dict[Reference, str]) -> str:
    if not line.kind.label_field:
        return f"#{line.object_id}"
    field = line.kind.model._meta.get_field(line.kind.label_field)
    return _words(field, _value(line.new, field), names) or f"#{line.object_id}"


def _column(field: Any) -> str:
    return field.name if field.many_to_many else field.column


def _value(row: dict[str, Any] | None, field: Any) -> Any:
    return row.get(_column(field)) if row is not None else None


def _changed_fields(line: Line) -> Iterable[Any]:
    """Fields that tell something: what differs, or for a first and a last line whatever is filled."""
    meta = line.kind.model._meta
    fields: list[Any] = [*meta.concrete_fields, *(meta.get_field(name) for name in line.kind.side_tables)]
    for field in fields:
        if field.primary_key or _column(field) not in line.new:
            continue
        new, old = _value(line.new, field), _value(line.old, field)
        if line.type == "~" and line.old is not None:
            if new != old:
                yield field
        elif new not in (None, "", []):
            yield field


def _targets(field: Any, value: Any) -> list[Reference]:
    if not field.is_relation or value in (None, "", []):
        return []
    return [(field.related_model, key) for key in (value if isinstance(value, list) else [value])]


def _references(line: Line, fields: list[Any]) -> Iterable[Reference]:
    for field in fields:
        yield from _targets(field, _value(line.new, field))
        yield from _targets(field, _value(line.old, field))
    if line.kind.label_field:
        field = line.kind.model._meta.get_field(line.kind.label_field)
        yield from _targets(field, _value(line.new, field))


def _names(wanted: set[Reference]) -> dict[Reference, str]:
    """What the records are called now; those that are gone or have no name of their own are absent."""
    grouped: dict[type[models.Model], list[Any]] = {}
    for model, key in wanted:
        grouped.setdefault(model, []).append(key)
    by_label = {model._meta.label: model for model in grouped}
    labels = tuple(label for label in sorted(by_label) if _named(by_label[label]) is not None)
    if not labels:
        return {}
    asked = _names_of(labels)
    keys = {label: sorted(map(str, grouped[by_label[label]])) for label in labels}
    found = {(label, key): name for label, key, name in asked.rows(keys)}
    asked.once = False  # the same kinds again: a page looked at often
    return {
        (model, key): found[model._meta.label, str(key)]
        for model, key in wanted
        if (model._meta.label, str(key)) in found
    }


@cache
def _named(model: type[models.Model]) -> Any:
    """The column with the words that name its records; None where another record names them."""
    name = label_field(model)
    field: Any = model._meta.get_field(name) if name else None
    return None if field is None or field.is_relation else field


@lru_cache(maxsize=32)
def _names_of(labels: tuple[str, ...]) -> Prepared:
    """The statement for names of records of these models, with a blank for the keys of each."""
    branches = []
    for label in labels:
        model: Any = apps.get_model(label)
        pk: Any = model._meta.pk
        branches.append(
            sql.SQL(
                "SELECT {label}::text, {pk}::text, {name}::text FROM {table} WHERE {pk} = ANY(%s::text[]::{kind}[])"
            ).format(
                label=sql.Literal(label),
                pk=sql.Identifier(pk.column),
                name=sql.Identifier(_named(model).column),
                table=sql.Identifier(model._meta.db_table),
                kind=sql.SQL(pk.rel_db_type(connection)),
            )
        )
    return Prepared(as_text(sql.SQL(" UNION ALL ").join(branches)), tuple(map(Blank, labels)), once=True)


def _words(field: Any, value: Any, names: dict[Reference, str]) -> str:
    """One stored value as people write it; empty for nothing."""
    if value in (None, "", []):
        return ""
    if field.is_relation:
        return ", ".join(nama_periode(names.get(target) or f"#{target[1]}") for target in _targets(field, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.choices:
        return _choices(field, get_language()).get(value) or str(value)
    if isinstance(field, models.DateTimeField):
        return tanggal_pukul(timezone.localtime(datetime.fromisoformat(value)))
    if isinstance(field, models.DateField):
        return tanggal(date.fromisoformat(value))
    if isinstance(field, models.TimeField):
        return pukul(time.fromisoformat(value))
    if isinstance(value, int | Decimal):
        return _number(field, value)
    text = value if isinstance(value, str) else str(value)
    is_short = len(text) <= LONGEST_VALUE and text.isascii()
    return text if is_short else Truncator(text).chars(LONGEST_VALUE)


def _number(field: Any, value: int | Decimal) -> str:
    if re.search(r"_?year$", field.name):
        return str(value)
    return angka(value, max(0, -int(Decimal(value).as_tuple().exponent)))


def people() -> models.QuerySet:
    """Accounts to choose from on the page."""
    return get_user_model().objects.only("pk", "name", "username").order_by("name", "pk")


_PEOPLE = Kept(lambda: people().values_list("pk", "name", "username"))


def people_choices() -> list[tuple[int, str]]:
    """(key, name) of each of `people`."""
    return [(pk, name or username) for pk, name, username in _PEOPLE.rows()]


def kind_choices() -> list[tuple[str, str]]:
    """(key, name) of every kind with a history, by name."""
    return _kind_choices(get_language())


@cache
def _kind_choices(_language: str | None) -> list[tuple[str, str]]:
    return sorted(((kind.key, capfirst(kind.name)) for kind in kinds().values()), key=lambda pair: pair[1].lower())


__all__ = ["Change", "Entry", "Kind", "Page", "describe", "history_page", "kind_choices", "object_history", "people"]
