"""What `core.form_renderer` draws is what Django's own templates draw."""

import datetime as dt
from decimal import Decimal
from typing import Any
from unittest import mock

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.form_renderer import DRAWN, INPUTS, LongSelect, Renderer
from baubau_pembinaan.core.templatetags.pembinaan import fields

ATTRS = {
    "id": "id_a",
    "class": "wide & <b>",
    "required": True,
    "disabled": False,
    "maxlength": 1250,
    "step": 0.5,
    "title": gettext_lazy("Yes"),
    'data-"x"': mark_safe("&amp;"),
}
VALUES = [None, "", 0, 1250, 12.5, Decimal("1250.50"), True, "a <b> & \"c\" 'd'", mark_safe("<i>"), " kosong ", (1, 2)]
NAMED = [
    ("", "---------"),
    (1250, "Satu & <dua>"),
    ("x'y", gettext_lazy("Yes")),
    (3, 1250),
    (4, Decimal("1250.5")),
    ("Kelompok <1>", [(5, mark_safe("<i>")), (6, "Enam")]),
]


def drawn_by_both(widget: forms.Widget, value: Any) -> tuple[str, str]:
    return tuple(widget.render("nama", value, ATTRS, renderer) for renderer in (DjangoTemplates(), Renderer()))  # type: ignore[return-value]


def test_it_draws_the_forms_of_the_product():
    assert isinstance(get_default_renderer(), Renderer)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", INPUTS)
def test_boxes_are_djangos(name, language):
    widget = forms.CheckboxInput() if name == "checkbox" else forms.TextInput()
    widget.template_name = f"django/forms/widgets/{name}.html"
    with translation.override(language):
        for value in VALUES:
            wanted, found = drawn_by_both(widget, value)
            assert found == wanted


@pytest.mark.parametrize("language", ["id", "en"])
def test_dates_texts_and_lists_are_djangos(language):
    days = [dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC), dt.time(9, 5)]
    lists = [forms.Select(choices=NAMED), forms.SelectMultiple(choices=NAMED)]
    with translation.override(language):
        for widget in (forms.DateInput(), forms.DateTimeInput(), forms.TimeInput(), forms.Textarea(), *lists):
            for value in [*VALUES, *days, [1250, "x'y"]]:
                wanted, found = drawn_by_both(widget, value)
                assert found == wanted


def test_a_list_of_own_options_and_other_widgets_are_left_to_their_templates():
    own = forms.Select(choices=[(1, "Satu")])
    own.option_template_name = "django/forms/widgets/radio_option.html"
    for widget in (own, forms.RadioSelect(choices=NAMED[:3]), forms.SelectDateWidget()):
        wanted, found = drawn_by_both(widget, None)
        assert found == wanted


def test_no_template_is_asked_for_what_is_drawn_here():
    with mock.patch.object(DjangoTemplates, "render", side_effect=AssertionError):
        for widget in (forms.TextInput(), forms.Textarea(), forms.Select(choices=NAMED)):
            assert widget.template_name in DRAWN
            widget.render("nama", "1250", ATTRS, Renderer())


class Sample(forms.Form):
    name = forms.CharField(label="Nama <lengkap>", help_text="Seperti & di KTP")
    note = forms.CharField(required=False, widget=forms.Textarea, help_text=mark_safe("<b>Singkat</b>"))
    kind = forms.ChoiceField(choices=NAMED, required=False)
    one = forms.ChoiceField(choices=NAMED[:2], widget=forms.RadioSelect)
    agrees = forms.BooleanField(required=False)
    place = forms.IntegerField(widget=forms.HiddenInput)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("data", [None, {"name": "Wa <Contoh>"}, {"name": "", "kind": "x'y"}])
def test_fields_are_drawn_as_their_template_draws_them(data, language):
    with translation.override(language):
        form = Sample(data)
        wanted = "".join(render_to_string("components/field.html", {"field": field}) for field in form)
        assert "".join(fields(form).split()) == "".join(wanted.split())


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("choices", [NAMED, NAMED[:-1], [(None, "nothing"), (1, "one"), (1, "one again")], []])
def test_a_long_list_is_djangos(choices, language):
    with translation.override(language):
        for value in [*VALUES, 1, "1250", "x'y"]:
            drawn = LongSelect(choices=choices, attrs={"size": 3}).render("nama", value, ATTRS, DjangoTemplates())
            assert drawn == forms.Select(choices=choices, attrs={"size": 3}).render(
                "nama", value, ATTRS, DjangoTemplates()
            )
