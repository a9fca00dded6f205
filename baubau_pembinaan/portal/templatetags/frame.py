"""`{% load frame %}`: header and footer of every page, drawn once for all pages on which they look the same.

What a drawing depends on is its key (words, links, the reader's own name, unread messages), so a right or a message
that comes or goes shows at once. Only the reader's CSRF token and the address to come back to are put in afterwards,
in holes whose names nobody outside this process knows.
"""

import secrets
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from baubau_pembinaan.core.html import conditional_escape
from baubau_pembinaan.core.templatetags.pembinaan import SPRITE

register = template.Library()
CSRF_HOLE, PATH_HOLE = f"csrf-{secrets.token_hex(16)}", f"path-{secrets.token_hex(16)}"
KEPT = 512  # drawings of some 5 KB


class LibraryWords(NamedTuple):
    name: str
    address: str
    phone: str


@register.simple_tag(takes_context=True)
def staff_header(context: Context) -> SafeString:
    user = context["user"]
    return _drawn(
        context,
        "layouts/_staff_header.html",
        library=_words(context),
        called=str(context["called"]),
        full_name=user.get_full_name(),
        username=user.get_username(),
        unread=context["unread"] + 0,  # read now: what is lazy is no key
        staff_navigation=tuple(context["staff_navigation"]),
        account_links=tuple(context["account_links"]),
        shortcuts=tuple(context["shortcuts"]),
    )


@register.simple_tag(takes_context=True)
def site_footer(context: Context) -> SafeString:
    user = context.get("user")
    is_authenticated = bool(user and user.is_authenticated)
    return _drawn(context, "layouts/_footer.html", library=_words(context), is_authenticated=is_authenticated)


def _words(context: Context) -> LibraryWords:
    library = context.get("library")
    return LibraryWords(*(str(getattr(library, name, "") or "") for name in LibraryWords._fields))


def _drawn(context: Context, name: str, **values: Any) -> SafeString:
    draw = _draw.__wrapped__ if settings.DEBUG else _draw  # whoever edits templates sees the edit
    html = draw(name, get_language(), staticfiles_storage.url(SPRITE), tuple(values.items()))
    request = context.get("request")
    path = request.get_full_path() if request else ""
    token = str(context.get("csrf_token") or "")
    return mark_safe(  # noqa: S308  # our own rendered templates, the two values escaped
        html.replace(CSRF_HOLE, conditional_escape(token)).replace(PATH_HOLE, conditional_escape(path))
    )


@lru_cache(maxsize=KEPT)
def _draw(name: str, language: str | None, sprite: str, values: tuple[tuple[str, Any], ...]) -> str:
    return render_to_string(name, {**dict(values), "csrf_token": CSRF_HOLE, "path": PATH_HOLE})
