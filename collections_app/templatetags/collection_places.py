"""`{% collection_places %}`: the pages of the room beside each other, drawn once for all who may open the same."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
_PLACES = (
    *("view_order", "view_gift", "view_digitalresource", "view_weedinglist", "view_fund", "view_vendor"),
)  # fmt: skip


@register.simple_tag(takes_context=True)
def collection_places(context: template.Context) -> SafeString:
    user = context["user"]
    allowed = tuple(name for name in _PLACES if user.has_perm(f"collections_app.{name}"))
    draw = _places.__wrapped__ if settings.DEBUG else _places  # whoever edits templates sees the edit
    return draw(allowed, get_language(), get_script_prefix())


@lru_cache(maxsize=100)
def _places(allowed: tuple[str, ...], _language: str | None, _prefix: str) -> SafeString:
    perms = {"collections_app": dict.fromkeys(allowed, True)}
    return render_to_string("collections_app/_places.html", {"perms": perms})
