"""What a wish of the community may become in another room, on the wish's own page (outreach)."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outreach.models import Need

Drawn = tuple[str, dict[str, Any]] | None


class Step(NamedTuple):
    """Who may take it, and what it says."""

    permission: str
    icon: str
    label: Any
    button: Any


STEPS = {
    "training": Step("training.manage_training", "mortarboard", _("Title of the training"), _("Begin a training")),
    "book": Step("collections_app.add_suggestion", "book", _("Title of the book"), _("Wish for the book")),
}


def may_take(user: Any, step: str) -> bool:
    return user.has_perm("outreach.manage_need") and user.has_perm(STEPS[step].permission)


def need_panel(request: HttpRequest, need: Need) -> Drawn:
    """For those who decide on wishes and may begin something of the kind; nothing once something was made of it."""
    if need.has_deed or need.is_held:
        return None
    steps = [
        {"step": step, "key": key, "url": reverse(f"evaluations:need-begin-{key}", args=[need.pk])}
        for key, step in STEPS.items()
        if may_take(request.user, key)
    ]
    return ("evaluations/afterwards/_need.html", {"steps": steps}) if steps else None
