"""What somebody typed and chose in a form that can no longer be saved, as words to be read and copied."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.db.models import Model

from evaluations.conduct_forms import ConductForm
from evaluations.review_choices import Value


class Word(NamedTuple):
    """`is_long`: from a box for several lines, to be copied; else a short line or a choice, drawn as plain text."""

    label: str
    text: str
    is_long: bool = False


Words = list[Word]


def words_typed(typed: Iterable[type[Any]], data: Mapping[str, str]) -> Words:
    """Whichever of the forms was sent. Rows chosen come by their name, one statement each."""
    found: dict[str, Word] = {}
    for form in typed:
        for name, (label, field) in _fields(form).items():
            text = data.get(name, "").strip()
            if text and name not in found:
                found[name] = Word(label, _said(field, text), isinstance(field.widget, forms.Textarea))
    return list(found.values())


def names_of(model: type[Model], sent: Iterable[str]) -> dict[str, str]:
    """Of the rows whose number was sent; what is no number is left out. One statement."""
    keys = {text for text in sent if text.isascii() and text.isdigit() and len(text) < 10}
    rows = model._default_manager.filter(pk__in=keys) if keys else ()
    return {str(row.pk): str(row) for row in rows}


def _said(field: forms.Field, text: str) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return names_of(field.queryset.model, [text]).get(text, text)  # type: ignore[union-attr]
    return {str(key): str(label) for key, label in getattr(field, "choices", ())}.get(text, text)


def _fields(form: type[Any]) -> dict[str, tuple[str, forms.Field]]:
    """Each field that holds words or a choice, with its label."""
    if issubclass(form, ConductForm):
        box = forms.CharField(widget=forms.Textarea)
        return {f"{form.field}_{value}": (str(value.label), box) for value in Value}
    return {
        name: (str(field.label or name), field)
        for name, field in form.base_fields.items()
        if not field.widget.is_hidden and not isinstance(field, forms.FileField)
    }
