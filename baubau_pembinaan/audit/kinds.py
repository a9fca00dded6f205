"""The kinds of records that have a history."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.apps import apps
from django.db import models

LABEL_FIELDS = ("name", "title", "subject", "label", "key", "code", "username")


@dataclass(frozen=True)
class Kind:
    """One audited model: `key` is "app.model", `label_field` the field that names a record ("" where none does)."""

    key: str
    model: type[models.Model]
    history: type[models.Model]
    label_field: str

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def table(self) -> str:
        return self.history._meta.db_table

    @cached_property
    def side_tables(self) -> dict[str, tuple[type[models.Model], str]]:
        """Many-to-many fields with history: field name -> (history model, column of the other side)."""
        sides = {}
        for field in self.history._history_m2m_fields:  # type: ignore[attr-defined]
            sides[field.name] = (getattr(self.history, field.name).model, f"{field.m2m_reverse_field_name()}_id")
        return sides


def label_field(model: type[models.Model]) -> str:
    """The field that names one record: `history_label` on the model, or the first usual one it has, or else the record
    it always belongs to (an appointment is named by its person)."""
    if wanted := getattr(model, "history_label", "") or own_label(model):
        return wanted
    needed = (field for field in model._meta.concrete_fields if field.many_to_one and not field.null)
    return next((field.name for field in needed if own_label(field.related_model)), "")


def own_label(model: type[models.Model]) -> str:
    """The first usual field that names a record in its own words; "" where it has none."""
    names = {field.name for field in model._meta.concrete_fields}
    return next((name for name in LABEL_FIELDS if name in names), "")


@cache
def kinds() -> dict[str, Kind]:
    """Every audited model by its key, in reading order of the keys."""
    found = {}
    for model in apps.get_models():
        if attribute := getattr(model._meta, "simple_history_manager_attribute", None):
            history = getattr(model, attribute).model
            found[model._meta.label_lower] = Kind(model._meta.label_lower, model, history, label_field(model))
    return dict(sorted(found.items()))


def kind_of(instance: Any) -> Kind:
    """The kind of this record. KeyError where it has no history."""
    return kinds()[instance._meta.label_lower]
