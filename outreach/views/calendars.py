"""Files for calendar programs."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.libraries.models import Library
from outreach import selectors
from outreach.choices import AgeBand
from outreach.ics import CONTENT_TYPE, calendar
from outreach.models import Event, Session


def _answer(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


@method_decorator(login_not_required, name="dispatch")
class FeedIcs(View):
    """The whole public calendar, or one age band's; calendar programs subscribe to it."""

    def get(self, request: HttpRequest, band: str = "") -> HttpResponse:
        if band and band not in AgeBand.values:
            raise Http404
        library = Library.current().name
        name = _("Activities of %(library)s") % {"library": library}
        if band:
            name = f"{name}: {AgeBand(band).label}"
        return _answer(calendar(selectors.calendar.feed_sessions(band, timezone.now()), name=name), "kegiatan")


@method_decorator(login_not_required, name="dispatch")
class EventIcs(View):
    """An event with all its dates."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = get_object_or_404(Event.objects.published(), pk=pk)
        sessions = event.sessions.select_related("event").order_by("starts_at", "pk")
        return _answer(calendar(sessions, name=event.reader_title), f"kegiatan-{event.pk}")


@method_decorator(login_not_required, name="dispatch")
class SessionIcs(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = get_object_or_404(Session.objects.public().select_related("event"), pk=pk)
        return _answer(calendar([session], name=session.event.reader_title), f"kegiatan-{session.event_id}-{pk}")
