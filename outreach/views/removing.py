"""Deleting what never was public, by those who may change it; it is asked first, by a page of its own."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from outreach.models import Session
from outreach.services import removing
from outreach.views.events import EditableEvent
from outreach.views.sure import ask, deleting_date, deleting_event, is_sure


class EventDelete(EditableEvent, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.event(request, pk)
        if event.never_public and not is_sure(request):
            question = deleting_event(event, dates=event.sessions.count(), wishes=event.needs.count())
            return ask(request, question, reverse("outreach:event-detail", args=[pk]), staff=True)
        try:
            wishes = removing.delete_event(event=event, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("outreach:event-detail", pk=pk)
        words = (
            ngettext(
                "The event is deleted. %(n)s wish it was made of is open again.",
                "The event is deleted. %(n)s wishes it was made of are open again.",
                wishes,
            )
            % {"n": wishes}
            if wishes
            else _("The event is deleted.")
        )
        messages.success(request, words)
        return redirect("outreach:event-list")


class SessionDelete(EditableEvent, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = get_object_or_404(Session.objects.select_related("event"), pk=pk)
        event = self.event(request, session.event_id)
        if event.never_public and not is_sure(request):
            return ask(request, deleting_date(session), reverse("outreach:session-detail", args=[pk]), staff=True)
        try:
            removing.delete_session(session=session)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("outreach:session-detail", pk=pk)
        messages.success(request, _("The date is deleted."))
        return redirect("outreach:event-detail", pk=event.pk)
