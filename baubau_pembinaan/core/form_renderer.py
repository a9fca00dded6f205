"""Boxes and lists of forms drawn in Python, letter by letter as Django's own templates draw them.

A list of sixty names took 180 templates, a form of forty boxes 120: half of what such a page costs. What is not here,
and every widget with a template of its own, is drawn by its template.
"""

import html
from collections.abc import Callable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Select
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.safestring import SafeData, SafeString

from baubau_pembinaan.core.html import conditional_escape

FOLDER = "django/forms/widgets/"
INPUTS = (
    *("checkbox", "color", "date", "datetime", "email", "file", "hidden", "input", "number", "password"),
    *("search", "tel", "text", "time", "url"),
)


def _shown(value: Any) -> str:
    """As `{{ value }}` shows it."""
    if type(value) is str:
        return html.escape(value)
    said: Any = value if isinstance(value, str | Promise) else localize(value)
    return conditional_escape(said)


def _plain(value: Any) -> str:
    """As `{{ value|stringformat:'s' }}` shows it."""
    said = value if isinstance(value, SafeData) else str(value)
    return html.escape(said) if type(said) is str else conditional_escape(said)


def _attrs(widget: dict[str, Any]) -> str:
    return "".join(
        f" {_shown(name)}" if value is True else f' {_shown(name)}="{_plain(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: dict[str, Any]) -> str:
    value = widget["value"]
    said = "" if value is None else f' value="{_plain(value)}"'
    return f'<input type="{_shown(widget["type"])}" name="{_shown(widget["name"])}"{said}{_attrs(widget)}>'


def _textarea(widget: dict[str, Any]) -> str:
    text = _shown(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_shown(widget["name"])}"{_attrs(widget)}>\n{text}</textarea>'


def _option(option: dict[str, Any]) -> str:
    return f'<option value="{_plain(option["value"])}"{_attrs(option)}>{_shown(option["label"])}</option>'


def _select(widget: dict[str, Any]) -> str | None:
    parts = [f'<select name="{_shown(widget["name"])}"{_attrs(widget)}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{_shown(group)}">')
        for option in options:
            if option["template_name"] != f"{FOLDER}select_option.html":
                return None
            parts.append(f"\n  {_option(option)}\n")
        if group:
            parts.append("\n  </optgroup>")
    return "".join([*parts, "\n</select>"])


DRAWN: dict[str, Callable[[dict[str, Any]], str | None]] = {
    **{f"{FOLDER}{name}.html": _input for name in INPUTS},
    f"{FOLDER}textarea.html": _textarea,
    f"{FOLDER}select.html": _select,
}


class LongSelect(Select):
    """A list of hundreds of choices without groups: written at once, not first as a dictionary for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen, options = set(self.format_value(value)), []
        for key, label in self.choices:
            if isinstance(label, list | tuple):
                return super().render(name, value, attrs, renderer)
            key = "" if key is None else key
            marked = " selected" if str(key) in chosen else ""
            if marked:
                chosen = set()  # the first of them
            options.append(f'\n  <option value="{_plain(key)}"{marked}>{_shown(label)}</option>\n')
        own = _attrs({"attrs": self.build_attrs(self.attrs, attrs)})
        return SafeString(f'<select name="{_shown(name)}"{own}>{"".join(options)}\n</select>')


class Renderer(DjangoTemplates):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = DRAWN.get(template_name)
        drawn = draw(context["widget"]) if draw else None
        return super().render(template_name, context, request) if drawn is None else drawn
