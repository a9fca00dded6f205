"""`{% load pembinaan %}`: the office's formats and the icon sprite for every template.

Filters answer an empty value with an empty text, so a missing date leaves its cell empty instead of breaking a page.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from baubau_pembinaan.core import formats
from baubau_pembinaan.core import panels as offered
from baubau_pembinaan.core.browsers import browser_name
from baubau_pembinaan.core.html import format_html, format_html_join
from baubau_pembinaan.core.terbilang import terbilang_rupiah

register = template.Library()
SPRITE = "icons/sprite.svg"
SELECTED = SafeString(" selected")


@register.filter
def browser(agent: str) -> str:
    """'Chrome di Android' for a user agent's long text."""
    return browser_name(agent)


def _filter(name: str, function: Callable[[Any], str], kinds: tuple[type, ...]) -> None:
    def apply(value: Any) -> str:
        return function(value) if isinstance(value, kinds) and not isinstance(value, bool) else ""

    apply.__doc__ = function.__doc__
    register.filter(name, apply)


for _name in ("tanggal", "tanggal_pendek", "hari_tanggal", "bulan_tahun"):
    _filter(_name, getattr(formats, _name), (date,))
_filter("pukul", formats.pukul, (datetime, time))
_filter("tanggal_pukul", formats.tanggal_pukul, (datetime,))
_filter("nama_periode", formats.nama_periode, (str,))
_filter("nama_bulan", formats.nama_bulan, (int,))
_filter("rupiah", formats.rupiah, (int, float, Decimal))
_filter("terbilang", terbilang_rupiah, (int,))


@register.filter
def angka(value: Any, places: int = 0) -> str:
    """`{{ ikm|angka:2 }}`: "85,50" in the reader's language."""
    return formats.angka(value, places) if isinstance(value, int | float | Decimal) else ""


@register.simple_tag
def rentang(first: date, last: date) -> str:
    """`{% rentang period.starts_on period.ends_on %}`: "2–5 November 2026"."""
    return formats.rentang_tanggal(first, last)


@register.simple_tag
def rentang_pukul(first: datetime, last: datetime) -> str:
    """From when to when; the day of the end where it is another one."""
    return formats.rentang_pukul(first, last)


@register.simple_tag
def status(word: Any, tone: str = "plain", icon: str = "") -> SafeString:
    """`{% status word=_("Open") tone="done" %}`: components/status.html, drawn once per word."""
    return _status(str(word), tone, icon, staticfiles_storage.url(SPRITE))


@lru_cache(maxsize=500)
def _status(word: str, tone: str, icon: str, sprite: str) -> SafeString:
    return render_to_string("components/status.html", {"word": word, "tone": tone, "icon": icon})


@register.simple_tag
def choices(options: Iterable[tuple[Any, Any]], chosen: Any) -> SafeString:
    """The <option>s of a select, (value, label) each; one list may have sixty of them."""
    said = str(chosen)
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if str(value) == said else "", label) for value, label in options),
    )


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """components/field.html for each field; one box without an error is drawn here, for a form may have forty.

    A field that may be empty now but not for good says so by its `when_empty`.
    """
    parts = []
    for field in form:
        if field.is_hidden or field.use_fieldset or field.widget_type == "checkbox" or field.errors:
            parts.append(render_to_string("components/field.html", {"field": field}))
            continue
        said = field.help_text
        told = format_html('<div class="help" id="{}_helptext">{}</div>', field.auto_id, said) if said else ""
        empty = getattr(field.field, "when_empty", _("optional"))
        optional = "" if field.field.required else format_html(' <span class="optional">({})</span>', empty)
        words = (field.id_for_label, field.label, optional, told, field)
        parts.append(format_html('<div class="field">\n  <label for="{}">{}{}</label>\n  {}\n  {}\n</div>\n', *words))
    return mark_safe("".join(parts))  # noqa: S308 - each made by a template or format_html


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "calendar-event" %}` draws one icon of the sprite; with a label it speaks, without it is decoration."""
    return _icon(name, str(label), staticfiles_storage.url(SPRITE))


@lru_cache(maxsize=500, typed=True)  # a text that is safe is another one
def _icon(name: str, label: str, sprite: str) -> SafeString:
    href = f"{sprite}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.simple_tag(takes_context=True)
def panels(context: template.Context, place: str, subject: Any) -> SafeString:
    """`{% panels "training.career-credit" person %}`: what rooms above this one show here (core.panels)."""
    request = context["request"]
    parts = offered.shown(place, request, subject)
    return format_html_join("", "{}", ((render_to_string(name, data, request=request),) for name, data in parts))
