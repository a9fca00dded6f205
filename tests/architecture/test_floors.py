"""Foreign keys are held to the floors that import-linter holds imports to: arrows point down only."""

import pytest
from django.apps import apps
from django.utils.functional import Promise

from baubau_pembinaan.core.translations.rooms import own_apps

# Siblings share a floor and never point at one another. What Django and packages bring lies under everything.
FLOORS = {
    "core": 0,
    "libraries": 1,
    "accounts": 2,
    "notifications": 3,
    "audit": 3,
    "documents": 3,
    "training": 4,
    "collections_app": 4,
    "outreach": 4,
    "evaluations": 5,
    "reports": 6,
    "portal": 7,
}
OWN = sorted({config.label for config in own_apps() if config.label in FLOORS})


def upward_arrows(models) -> list[str]:
    wrong = []
    for model in models:
        here = model._meta.app_label
        if here not in FLOORS:
            continue
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete and field.related_model) or field.name == "history_user":
                continue
            there = field.related_model._meta.app_label
            if there in FLOORS and here != there and FLOORS[there] >= FLOORS[here]:
                wrong.append(f"{model._meta.label}.{field.name} points up at {field.related_model._meta.label}")
    return wrong


def test_every_own_app_with_tables_has_a_floor():
    nowhere = {config.label for config in own_apps() if list(config.get_models())} - set(FLOORS)
    assert not nowhere


def test_foreign_keys_point_down():
    assert OWN  # or the walk below would prove nothing
    assert upward_arrows(apps.get_models()) == []


def test_an_upward_arrow_would_be_seen(monkeypatch):
    """The negative control: with the floors swapped, the accounts' arrows at libraries are reported."""
    monkeypatch.setitem(FLOORS, "libraries", 9)
    assert any("libraries." in arrow for arrow in upward_arrows(apps.get_app_config("accounts").get_models()))


@pytest.mark.parametrize("label", OWN)
def test_models_and_fields_are_named_for_translation(label):
    """Each name people see is a translatable text (or an official abbreviation such as NIP), never the code's own."""
    unnamed = []
    for model in apps.get_app_config(label).get_models():
        meta = model._meta
        if model.__name__.startswith("Historical"):  # made by django-simple-history out of the model it follows
            continue
        if not isinstance(meta.original_attrs.get("verbose_name"), Promise):
            unnamed.append(f"{meta.label}: Meta.verbose_name")
        for field in meta.concrete_fields:
            shown = field.editable and not field.primary_key and not field.name.endswith("_ptr")
            if shown and not isinstance(field._verbose_name, Promise) and not str(field._verbose_name).isupper():
                unnamed.append(f"{meta.label}.{field.name}")
    assert not unnamed, "Name these with gettext_lazy (verbose_name): " + ", ".join(unnamed)
