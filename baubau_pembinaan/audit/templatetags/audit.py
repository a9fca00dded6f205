"""{% load audit %}{% object_history review %}"""

from typing import Any

from django import template

from baubau_pembinaan.audit import selectors
from baubau_pembinaan.audit.kinds import kind_of

register = template.Library()


@register.inclusion_tag("audit/components/object_history.html", takes_context=True)
def object_history(context: dict[str, Any], instance: Any, limit: int = 10, whole: bool = False) -> dict[str, Any]:
    """The latest changes of one record, folded; three statements. The page decides who may see it, and whether they
    read all of it (`whole`: also what the model keeps unsaid).

    A reader of the whole book gets the link to the rest.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    entries = selectors.object_history(instance, limit=limit, whole=whole)
    return {
        "entries": entries,
        "kind": kind_of(instance).key,
        "object_id": instance.pk,
        "may_read_all": bool(user) and user.has_perm("audit.read_history"),
    }
