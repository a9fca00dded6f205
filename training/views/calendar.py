"""One's trainings in the calendar of a phone."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from training.feed import calendar_of
from training.models import CalendarFeed
from training.selectors import office as reading
from training.services import office

from .common import own_profile


class CalendarAddress(PermissionRequiredMixin, View):
    """One's own calendar address: made, renewed."""

    permission_required = "training.take_part"

    def get(self, request: HttpRequest) -> HttpResponse:
        feed = CalendarFeed.objects.filter(profile=own_profile(request)).first()
        address = settings.SITE_URL + reverse("training:calendar-file", args=[feed.token]) if feed else ""
        return render(request, "training/office/calendar.html", {"feed": feed, "address": address})

    def post(self, request: HttpRequest) -> HttpResponse:
        office.renew_feed(profile=own_profile(request), at=timezone.now())
        messages.success(request, _("The address is new; an older one no longer works."))
        return redirect("training:calendar")


class CalendarRevoke(PermissionRequiredMixin, View):
    permission_required = "training.take_part"

    def post(self, request: HttpRequest) -> HttpResponse:
        office.revoke_feed(profile=own_profile(request))
        messages.success(request, _("The address no longer works."))
        return redirect("training:calendar")


@method_decorator(login_not_required, name="dispatch")
class CalendarFile(View):
    """What a calendar program reads. Whoever has the secret address reads it; there is nothing else to sign in with."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        now = timezone.now()
        found = reading.feed_meetings(token[:60], now)
        if found is None:
            raise Http404
        profile, meetings = found
        body = calendar_of(meetings, name=_("Trainings of %(person)s") % {"person": profile.name}, at=now)
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Cache-Control"] = "private, max-age=900"
        response["X-Robots-Tag"] = "noindex"
        return response
