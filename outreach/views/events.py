"""Staff pages: events from draft to public."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.libraries.models import Library
from outreach import selectors
from outreach.choices import EventKind, EventStatus
from outreach.links import event_url
from outreach.models import Event
from outreach.panel_subjects import Run, Team
from outreach.services import events as deeds
from outreach.services.clashes import NAMED_AT_MOST, find_clashes
from outreach.views.event_words import public_words
from outreach.views.rows import event_tone, seats_words, session_word

MOST_DATES_SHOWN = 40


class Filtered:
    """The choice above the list, from the address: words, status, kind."""

    request: HttpRequest

    @property
    def query(self) -> str:
        return " ".join(self.request.GET.get("q", "").replace("\x00", "").split())[:80]

    def chosen(self) -> Any:
        return selectors.events.events(
            search=self.query,
            status=self.request.GET.get("status", ""),
            kind=self.request.GET.get("jenis", ""),
            at=timezone.now(),
        )


class EventList(PermissionRequiredMixin, Filtered, ListView):
    permission_required = "outreach.view_event"
    template_name = "outreach/event/list.html"
    context_object_name = "events"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return self.chosen()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        get = self.request.GET
        return context | {
            "query": self.query,
            "filters": [
                {
                    "name": "status",
                    "label": _("Status"),
                    "value": get.get("status", ""),
                    "options": EventStatus.choices,
                },
                {"name": "jenis", "label": _("Kind"), "value": get.get("jenis", ""), "options": EventKind.choices},
            ],
        }


class EventXlsx(PermissionRequiredMixin, Filtered, View):
    permission_required = "outreach.view_event"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Event")), Column(_("Kind")), Column(_("For")), Column(_("Place")), Column(_("Status")),
            Column(_("Dates"), "int"), Column(_("Next date"), "datetime"), Column(_("Seats"), "int"),
        ]  # fmt: skip
        rows = (
            [
                event.reader_title, event.get_kind_display(), event.ages_words, event.place, event.get_status_display(),
                event.dates, event.next_start, event.capacity,
            ]
            for event in self.chosen()[:10_000]
        )  # fmt: skip
        return xlsx_response(title=_("Events"), columns=columns, rows=rows, office=Library.current().name)


class EventDetail(PermissionRequiredMixin, View):
    permission_required = "outreach.view_event"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = selectors.events.event_for_page(pk)
        if event is None:
            raise Http404
        now = timezone.now()
        sessions = list(selectors.events.sessions_of(event))
        for session in sessions:
            session.event = event
        # The past of a long series stands in the Excel file of its figures; here what comes matters.
        shown = [s for s in sessions if not s.is_over(now)][:MOST_DATES_SHOWN] or sessions[-MOST_DATES_SHOWN:]
        past = [s for s in sessions if s.is_over(now)][-12:] if shown and not shown[0].is_over(now) else []
        address = row_addresses("outreach:session-detail")
        crew = list(selectors.events.crew_of(event, at=now))
        context = {
            "event": event,
            "promotes": switches.is_on("campaign_channels"),
            # No public event has a clash: every step of it refuses them.
            "clashes": []
            if event.is_published
            else find_clashes(event, crew=crew, sessions=sessions, at=now)[:NAMED_AT_MOST],
            "tone": event_tone(event),
            "status": event.get_status_display().capitalize(),
            "crew": crew,
            "team": Team(event, crew),
            "run": Run(event, has_begun=any(session.starts_at <= now for session in sessions)),
            "dates": [_date_row(s, address, now) for s in [*past, *shown]],
            "left_out": len(sessions) - len(past) - len(shown),
            "address": event_url(event),
            "group": getattr(event, "group", None),
            "words": public_words(event),
            "may_edit": (edits := request.user.has_perm("outreach.edit_event", event)),
            "may_correct": edits or request.user.has_perm("outreach.correct_event", event),
            "may_approve": request.user.has_perm("outreach.approve_event"),
            "may_publish": request.user.has_perm("outreach.publish_event"),
        }
        return render(request, "outreach/event/detail.html", context)


def _date_row(session: Any, address: Callable[[int], str], now: Any) -> dict[str, Any]:
    word, tone = session_word(session, now)
    return {"session": session, "url": address(session.pk), "word": word, "tone": tone, "seats": seats_words(session)}


def people() -> Any:
    """Colleagues who can lead: those still at work, by name; one statement."""
    return StaffProfile.objects.filter(left_on=None).order_by("name", "pk")


class EditableEvent:
    """The event of the address, for those who may change it now."""

    def event(self, request: HttpRequest, pk: int) -> Event:
        if not request.user.has_perm("outreach.change_event") and not request.user.has_perm("outreach.approve_event"):
            raise PermissionDenied
        event = get_object_or_404(Event, pk=pk)
        if not request.user.has_perm("outreach.edit_event", event):
            raise PermissionDenied
        return event


class EventDeed(View):
    """One step in an event's life, by POST only; a refusal comes back as a message."""

    http_method_names = ["post"]
    done: Any = ""

    def deed(self, request: HttpRequest, event: Event) -> None:
        raise NotImplementedError

    def allowed(self, user: Any, event: Event) -> bool:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("outreach.view_event"):
            raise PermissionDenied
        event = get_object_or_404(Event, pk=pk)
        if not self.allowed(request.user, event):
            raise PermissionDenied
        try:
            self.deed(request, event)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, self.done)
        return redirect(reverse("outreach:event-detail", args=[pk]))


class EventSubmit(EventDeed):
    done = gettext_lazy("The event waits for approval.")

    def allowed(self, user: Any, event: Event) -> bool:
        return user.has_perm("outreach.change_event")

    def deed(self, request: HttpRequest, event: Event) -> None:
        deeds.submit_event(event=event, by=request.user, at=timezone.now())


class EventApprove(EventDeed):
    done = gettext_lazy("The event is approved.")

    def allowed(self, user: Any, event: Event) -> bool:
        return user.has_perm("outreach.approve_event")

    def deed(self, request: HttpRequest, event: Event) -> None:
        deeds.approve_event(event=event, by=request.user, at=timezone.now())


class EventReturn(EventApprove):
    done = gettext_lazy("The event went back to its author.")

    def deed(self, request: HttpRequest, event: Event) -> None:
        deeds.return_event(event=event, by=request.user, at=timezone.now(), note=request.POST.get("note", ""))


class EventPublish(EventDeed):
    done = gettext_lazy("The event stands in the public calendar.")

    def allowed(self, user: Any, event: Event) -> bool:
        return user.has_perm("outreach.publish_event")

    def deed(self, request: HttpRequest, event: Event) -> None:
        deeds.publish_event(event=event, by=request.user, at=timezone.now())


class EventWithdraw(EventPublish):
    done = gettext_lazy("The event is off the public calendar.")

    def deed(self, request: HttpRequest, event: Event) -> None:
        deeds.withdraw_event(event=event, by=request.user, at=timezone.now())
