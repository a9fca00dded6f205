"""The slip somebody takes home from the desk: A6, with the code to read where the registration stands."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views import View

from baubau_pembinaan.core.followup_code import shown_code
from baubau_pembinaan.core.formats import hari_tanggal, rentang_pukul
from baubau_pembinaan.core.phones import shown_phone
from baubau_pembinaan.documents.letterhead import letterhead
from baubau_pembinaan.documents.posters import Poster, poster
from baubau_pembinaan.documents.sniff import Kind
from outreach.models import Registration
from outreach.services.own_data import renew_code


class RegistrationSlip(PermissionRequiredMixin, View):
    """The slip is the answer itself: it can be shown only once, and another one makes its code void (rulings 32)."""

    permission_required = "outreach.manage_registration"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        registration = get_object_or_404(Registration.objects.select_related("session__event"), pk=pk)
        if registration.erased_at:
            raise Http404
        row = renew_code(registration=registration)
        language = "en" if row.language == "en" else "id"
        with override(language):
            content = slip(row)
        day = timezone.localdate(timezone.now())
        body = poster(content, day=day, office=letterhead(), paper="a6", language=language)
        response = HttpResponse(body, content_type=Kind.PDF.content_type)
        response["Content-Disposition"] = f'inline; filename="slip-{pk}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        return response


def slip(registration: Registration) -> Poster:
    """What stands on it: the event, when and where, for how many, the code and where it is typed. No name."""
    session, event = registration.session, registration.session.event
    page, code = settings.SITE_URL + reverse("outreach:follow-up"), shown_code(registration.follow_code or "")
    people = ngettext("%(n)s person", "%(n)s people", registration.seats) % {"n": registration.seats}
    facts = [
        hari_tanggal(session.starts_at),
        rentang_pukul(session.starts_at, session.ends_at),
        session.where,
        people,
    ]
    asks = _("To cancel or to change something, tell us at the desk.")
    if event.contact_phone:
        asks = _("To cancel or to change something: at the desk or %(phone)s.") % {
            "phone": shown_phone(event.contact_phone)
        }
    return Poster(
        title=event.reader_title,
        url=f"{page}?{urlencode({'kode': code})}",
        address=page.split("://", 1)[1],
        code=code,
        facts=facts,
        note=asks,
    )
