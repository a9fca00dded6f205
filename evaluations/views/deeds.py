"""What a follow-up begins in another room: which drafts a reader may start, and the step that starts one."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from evaluations.choices import FollowUpKind
from evaluations.models import FollowUp
from evaluations.services import deeds


class Deed(NamedTuple):
    """What a follow-up may begin in another room, and who may."""

    permission: str
    kind: FollowUpKind
    icon: str
    button: Any
    begin: Callable[..., FollowUp]
    url_name: str
    said: Any


DEEDS = {
    "training": Deed(
        "training.manage_training",
        FollowUpKind.TRAINING,
        "mortarboard",
        gettext_lazy("Begin a training"),
        deeds.begin_training,
        "training:session-detail",
        gettext_lazy("The training is drafted. Now give it days, places and trainers."),
    ),
    "event": Deed(
        "outreach.add_event",
        FollowUpKind.EVENT,
        "calendar-event",
        gettext_lazy("Begin an event"),
        deeds.begin_event,
        "outreach:event-detail",
        gettext_lazy("The event is drafted. Now give it a day and a place."),
    ),
    "book": Deed(
        "collections_app.add_suggestion",
        FollowUpKind.BOOK,
        "book",
        gettext_lazy("Wish for the book"),
        deeds.begin_book,
        "collections_app:demand-detail",
        gettext_lazy("The book stands among the wishes now."),
    ),
}


def deeds_for(user: Any, row: FollowUp) -> list[dict[str, Any]]:
    """What this reader may begin; the kind the plan names comes first. None once it points at something."""
    if row.is_settled or row.has_deed:
        return []
    subject = (row.competence_unit.reader_title if row.competence_unit else row.competence) or row.get_unsur_display()
    found = [(key, deed) for key, deed in DEEDS.items() if user.has_perm(deed.permission)]
    return [
        {
            "url": reverse(f"evaluations:followup-begin-{key}", args=[row.pk]),
            "deed": deed,
            "title": (row.target or (subject if key == "training" else "")) if deed.kind == row.kind else "",
        }
        for key, deed in sorted(found, key=lambda pair: pair[1].kind != row.kind)
    ]


class FollowUpBegin(PermissionRequiredMixin, View):
    """One step from the plan to the draft of its deed, which opens at once."""

    permission_required = "evaluations.manage_followup"

    def post(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        row = get_object_or_404(FollowUp, pk=pk)
        chosen = DEEDS[deed]
        if not request.user.has_perm(chosen.permission):
            raise PermissionDenied
        title = " ".join(request.POST.get("title", "").replace("\x00", "").split())[:120]
        if not title:
            messages.error(request, _("Write the title first."))
            return redirect("evaluations:followup-edit", pk=pk)
        try:
            made = chosen.begin(follow_up=row, title=title, by=request.user, on=timezone.localdate())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("evaluations:followup-edit", pk=pk)
        messages.success(request, chosen.said)
        return redirect(chosen.url_name, made.session_id or made.event_id or made.demand_id)
