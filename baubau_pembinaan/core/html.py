"""What `django.utils.html` makes of words, for lists that escape a thousand of them.

Django's functions ask each time whether any argument is a promise of a translation; here only what is not plain text is
asked. The results are the same, letter by letter; a promise is kept at once.
"""

import html
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString

_plain = str.__str__  # of a text that is marked as safe, without asking it


def escape(text: Any) -> SafeString:
    return SafeString(html.escape(text if type(text) is str else str(text)))


def conditional_escape(text: Any) -> str:
    """What is marked as safe stays as it is."""
    if type(text) is str:
        return SafeString(html.escape(text))
    if type(text) is SafeString:
        return text
    if type(text) is int:
        return SafeString(text)
    if isinstance(text, Promise):
        text = str(text)
    return text.__html__() if hasattr(text, "__html__") else SafeString(html.escape(str(text)))


def _said(value: Any) -> str:
    """As `conditional_escape`, as a plain text: what is put into a form at once need not be marked as safe."""
    kind = type(value)
    if kind is str:
        return html.escape(value)
    if kind is SafeString:
        return _plain(value)
    return str(value) if kind is int else conditional_escape(value)


def format_html(form: str, *args: Any, **kwargs: Any) -> SafeString:
    if not kwargs:
        return SafeString(form.format(*map(_said, args)))
    return SafeString(form.format(*map(_said, args), **{name: _said(value) for name, value in kwargs.items()}))


def format_html_join(between: str, form: str, rows: Iterable[Iterable[Any] | Mapping[str, Any]]) -> SafeString:
    made = (
        form.format(*map(_said, row))
        if type(row) is tuple
        else format_html(form, **row)
        if isinstance(row, Mapping)
        else format_html(form, *row)
        for row in rows
    )
    return SafeString(conditional_escape(between).join(made))
