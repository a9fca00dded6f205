"""Who leads and helps at an event: roles, and colleagues for one date only."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from outreach import selectors
from outreach.choices import FacilitatorRole
from outreach.forms import CrewForm
from outreach.models import Event, Facilitator
from outreach.services import crew as deeds
from outreach.views.events import EditableEvent, people
from outreach.views.sessions import refuse


class EventCrew(EditableEvent, View):
    """The list with a role for each; below it one more colleague, on every date or on one."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.event(request, pk)
        return self._page(request, event, self._form(event))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.event(request, pk)
        form = self._form(event, request.POST)
        if form.is_valid():
            try:
                deeds.add_facilitator(event=event, at=timezone.now(), **form.cleaned_data)
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The colleague is added."))
                return redirect("outreach:event-crew", pk=pk)
        return self._page(request, event, form)

    def _form(self, event: Event, data: Any = None) -> CrewForm:
        sessions = event.sessions.select_related("event").order_by("-starts_at")
        return CrewForm(data, people=people(), sessions=sessions, crew=selectors.events.people_of(event))

    def _page(self, request: HttpRequest, event: Event, form: CrewForm) -> HttpResponse:
        context = {
            "event": event,
            "form": form,
            "crew": list(selectors.events.crew_of(event, at=timezone.now())),
            "roles": FacilitatorRole.choices,
        }
        return render(request, "outreach/event/crew.html", context)


class CrewDeed(EditableEvent, View):
    """`peran` sets the role, `lepas` takes somebody out; by POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        row = get_object_or_404(Facilitator, pk=pk)
        event = self.event(request, row.event_id)
        role = request.POST.get("role", "")
        if deed == "peran" and role in FacilitatorRole.values:
            deeds.set_role(facilitator=row, role=role, at=timezone.now())
            messages.success(request, _("The role is kept."))
        elif deed == "lepas":
            try:
                deeds.remove_facilitator(facilitator=row, at=timezone.now())
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            else:
                messages.success(request, _("The colleague is taken out."))
        else:
            raise Http404
        return redirect("outreach:event-crew", pk=event.pk)
