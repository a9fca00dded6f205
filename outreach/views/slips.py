"""The slip somebody takes home from the desk: A6, with the code to read where the registration stands."""

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views import View

from baubau_pembinaan.core.followup_code import shown_code
from baubau_pembinaan.core.formats import hari_tanggal, tanggal_pukul
from baubau_pembinaan.core.phones import shown_phone
from baubau_pembinaan.documents.letterhead import letterhead
from baubau_pembinaan.documents.posters import Poster, poster
from baubau_pembinaan.documents.sniff import Kind
from outreach.models import Registration
from outreach.services.own_data import renew_code
from outreach.views.standing import standing


class RegistrationSlip(PermissionRequiredMixin, View):
    """The slip is the answer itself: it can be shown only once, and another one makes its code void (rulings 32)."""

    permission_required = "outreach.manage_registration"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        registration = get_object_or_404(Registration.objects.select_related("session__event"), pk=pk)
        if registration.erased_at:
            raise Http404
        if registration.session.is_cancelled or not registration.is_live:
            off = registration.session.is_cancelled
            messages.error(
                request,
                _("This date does not take place: there is no slip for it.")
                if off
                else _("This registration is closed: there is no slip for it."),
            )
            return redirect("outreach:registration-detail", pk=pk)
        now = timezone.now()
        row = renew_code(registration=registration)
        language = "en" if row.language == "en" else "id"
        with override(language):
            content = slip(row, now)
        day = timezone.localdate(now)
        body = poster(content, day=day, office=letterhead(), paper="a6", language=language)
        response = HttpResponse(body, content_type=Kind.PDF.content_type)
        response["Content-Disposition"] = f'inline; filename="slip-{pk}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        return response


def slip(registration: Registration, now: datetime) -> Poster:
    """What stands on it: the event, how the registration stands now, when and where, for how many, the code and where
    it is typed. No name."""
    session, event = registration.session, registration.session.event
    page, code = settings.SITE_URL + reverse("outreach:follow-up"), shown_code(registration.follow_code or "")
    people = ngettext("%(n)s person", "%(n)s people", registration.seats) % {"n": registration.seats}
    asks = _("To cancel or to change something, tell us at the desk.")
    if event.contact_phone:
        asks = _("To cancel or to change something: at the desk or %(phone)s.") % {
            "phone": shown_phone(event.contact_phone)
        }
    state, *more = standing(registration, now)
    return Poster(
        title=event.reader_title,
        url=f"{page}?{urlencode({'kode': code})}",
        address=page.split("://", 1)[1],
        code=code,
        # All of it among the facts, without a note: they get the room, and who cannot see well reads it.
        facts=[
            state,
            hari_tanggal(session.starts_at),
            session.clock,
            session.where,
            people,
            *more,
            asks,
            _("As of %(when)s.") % {"when": tanggal_pukul(now)},
        ],
    )
