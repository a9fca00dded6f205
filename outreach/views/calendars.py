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
        dates = Session.objects.in_calendars(timezone.now()).filter(event=pk).select_related("event")
        sessions = list(dates.order_by("starts_at", "pk"))
        event = Event.objects.published().filter(pk=pk).first()
        if event is None and not sessions:
            raise Http404
        return _answer(calendar(sessions, name=event.reader_title if event else ""), f"kegiatan-{pk}")


@method_decorator(login_not_required, name="dispatch")
class SessionIcs(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        dates = Session.objects.in_calendars(timezone.now()).select_related("event")
        session = get_object_or_404(dates, pk=pk)
        name = session.event.reader_title if session.event.is_published else ""
        return _answer(calendar([session], name=name), f"kegiatan-{session.event_id}-{pk}")
