"""`{% load admin_frame %}`: the sidebar of every admin page, drawn once for all readers who may do the same there.

What it shows depends on the language, the addresses and what the reader may do with each model, and these are its key:
a right that comes or goes shows at once. Only which page is open is marked afterwards.
"""

import re
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from baubau_pembinaan.portal.admin_site import PembinaanAdminSite

register = template.Library()
KEPT = 32  # drawings of some 35 KB
_EMPTY_LINES = re.compile(r"\s*\n\s*")  # and indents: half of the sidebar
_BETWEEN = re.compile(r">\n<")
_ROW_CLASS = re.compile(r'<tr class="model-[a-z0-9_]+">')
_LAST_HEADING = re.compile(r'<th scope="col">[^<]*</th></tr></thead>')
_NAMES = re.compile(r'(<th scope="row" id="|aria-describedby=")([^"]+)')
_drawings: dict[tuple[Any, ...], str] = {}


@register.simple_tag(takes_context=True)
def admin_sidebar(context: Context) -> SafeString:
    request, site = context["request"], context.get("admin_site")
    html, key = None, None
    if isinstance(site, PembinaanAdminSite) and not settings.DEBUG:  # whoever edits templates sees the edit
        tree = (settings.ROOT_URLCONF, get_urlconf(), get_script_prefix())
        key = (site.name, get_language(), tree, site.rights_of(request))
        html = _drawings.get(key)
    if html is None:
        apps = context.get("available_apps")
        drawn = render_to_string("admin/_sidebar.html", {"available_apps": apps, "request": {"path": ""}})
        html = _short(drawn)
        if key:
            if len(_drawings) >= KEPT:
                _drawings.clear()
            _drawings[key] = html
    return mark_safe(_marked(html, request.path))  # noqa: S308  # our own rendered template


def _short(html: str) -> str:
    """The same list without its indents, each model's name found by a number, and without a heading of a column that
    only the first page has: a fifth less to send with every page."""
    numbers: dict[str, int] = {}
    html = _BETWEEN.sub("><", _EMPTY_LINES.sub("\n", html))
    html = _LAST_HEADING.sub("</tr></thead>", _ROW_CLASS.sub("<tr>", html))
    return _NAMES.sub(lambda found: f"{found[1]}n{numbers.setdefault(found[2], len(numbers))}", html)


def _marked(html: str, path: str) -> str:
    """The links to where the reader stands marked, as Django's own template does: the app's and the model's."""
    root = reverse("admin:index")
    app, _slash, rest = path.removeprefix(root).partition("/")
    model = rest.partition("/")[0]
    if app:
        address = f"{root}{app}/"
        html = _class_before(html, f'<a href="{address}" class="section"', " module", " current-app")
        if model:
            link = f'<a href="{address}{model}/"'
            html = _class_before(html, f"{link}>", "<tr", f' class="model-{model} current-model"')
            html = html.replace(f"{link}>", f'{link} aria-current="page">', 1)
    return html


def _class_before(html: str, link: str, words: str, more: str) -> str:
    """`more` after the last `words` before `link`; the page as it is where there is no such link."""
    before, found, after = html.partition(link)
    head, last, tail = before.rpartition(words)
    return f"{head}{last}{more}{tail}{found}{after}" if found and last else html
