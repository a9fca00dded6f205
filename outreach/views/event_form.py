"""Staff pages: writing an event down and putting it right."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from outreach import selectors
from outreach.forms import EventForm
from outreach.models import Event
from outreach.services import events as deeds
from outreach.views.events import people


class EventAdd(PermissionRequiredMixin, View):
    permission_required = "outreach.add_event"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, EventForm(people=people()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EventForm(request.POST, people=people())
        if form.is_valid():
            own = form.cleaned_data["questions"]
            event = deeds.create_event(by=request.user, crew=form.crew(), questions=own, **form.event_fields())
            messages.success(request, _("The event is a draft. Add its dates next."))
            return redirect("outreach:event-detail", pk=event.pk)
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: EventForm) -> HttpResponse:
        return render(request, "outreach/event/form.html", {"form": form, "event": None})


class EventEdit(View):
    """All of it for its author and those who approve; who leads it sees and corrects less (rules.py)."""

    def _event(self, request: HttpRequest, pk: int) -> tuple[Event, bool]:
        """The event, and whether it is theirs to correct only."""
        if not any(request.user.has_perm(f"outreach.{name}") for name in ("change_event", "run_session")):
            raise PermissionDenied
        event = get_object_or_404(Event, pk=pk)
        if request.user.has_perm("outreach.edit_event", event):
            return event, False
        if request.user.has_perm("outreach.correct_event", event):
            return event, True
        raise PermissionDenied

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        event, correcting = self._event(request, pk)
        form = EventForm(instance=event, people=people(), correcting=correcting)
        return self._page(request, event, form, correcting)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        event, correcting = self._event(request, pk)
        was = event.place  # the form writes on the event
        form = EventForm(request.POST, instance=event, people=people(), correcting=correcting)
        if form.is_valid():
            try:
                self._change(request, event, form, correcting)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _saved(event, was, timezone.now()))
                return redirect("outreach:event-detail", pk=pk)
        return self._page(request, event, form, correcting)

    def _change(self, request: HttpRequest, event: Event, form: EventForm, correcting: bool) -> None:
        who: dict[str, Any] = {"event": event, "by": request.user, "at": timezone.now()}
        if correcting:
            deeds.correct_event(**who, **form.event_fields())
        else:
            own = form.cleaned_data["questions"]
            deeds.change_event(**who, crew=form.crew(), questions=own, **form.event_fields())

    def _page(self, request: HttpRequest, event: Event, form: EventForm, correcting: bool) -> HttpResponse:
        told = selectors.registrations.hear_of_a_place(event, timezone.now())
        context = {"form": form, "event": event, "correcting": correcting, "told": told}
        return render(request, "outreach/event/form.html", context)


def _saved(event: Event, was: str, now: datetime) -> str:
    """Also how many were told of a new place."""
    told = selectors.registrations.hear_of_a_place(event, now) if event.place != was else 0
    if not told:
        return _("The event is saved.")
    return ngettext(
        "The event is saved. %(n)s registration hears of the new place.",
        "The event is saved. %(n)s registrations hear of the new place.",
        told,
    ) % {"n": told}
