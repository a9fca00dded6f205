"""Staff pages of one party of a reading challenge: what it read, its certificates."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.documents.render import to_pdf
from baubau_pembinaan.documents.sniff import Kind
from outreach import selectors
from outreach.links import reading_url, whatsapp
from outreach.models import ReadingLog, ReadingParty
from outreach.reading_forms import LogForm
from outreach.reading_paper import certificate
from outreach.selectors.reading import Progress
from outreach.services import reading_log as deeds
from outreach.services.reading import withdraw
from outreach.views.sessions import refuse
from outreach.views.sure import ask, is_sure, reading_no_more


def pdf(paper: Any, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(False, f"{name}.{Kind.PDF}"),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(to_pdf(paper), content_type=Kind.PDF.content_type, headers=headers)


def certificate_of(party: ReadingParty, number: int) -> HttpResponse:
    """The reader's certificate as PDF; an unknown page for who has not finished."""
    for progress in selectors.reading.progress_of(party, party.challenge):
        if progress.reader.number == number and progress.reader.certificate_id:
            return pdf(certificate(progress, party.challenge), f"piagam-{progress.reader.certificate.sequence}")
    raise Http404


class PartyPage(PermissionRequiredMixin, View):
    """Progress, a form to note reading for one, some or all, the last entries, certificates."""

    permission_required = "outreach.log_reading"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        party = found_party(pk=pk)
        return self._page(request, party, selectors.reading.progress_of(party, party.challenge))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        party = found_party(pk=pk)
        progress = selectors.reading.progress_of(party, party.challenge)
        form = LogForm(request.POST, readers=[one.reader for one in progress])
        if note(request, party, form, by=request.user):
            return redirect("outreach:reading-party", pk=pk)
        return self._page(request, party, progress, form)

    def _page(
        self, request: HttpRequest, party: ReadingParty, progress: list[Progress], form: LogForm | None = None
    ) -> HttpResponse:
        link = reading_url(party) if not party.erased_at else ""
        context = {
            "party": party,
            "challenge": party.challenge,
            "progress": progress,
            "form": form or new_log_form(progress),
            "to_check": any(one.reader.finished_on and not one.reader.certificate_id for one in progress),
            "entries": selectors.reading.entries(party),
            "to_family": whatsapp(link, party.phone) if party.phone else "",
            "link": link,
        }
        return render(request, "outreach/reading/party.html", context)


def found_party(**where: Any) -> ReadingParty:
    party = selectors.reading.party_for_page(**where)
    if party is None:
        raise Http404
    return party


def new_log_form(progress: list[Progress]) -> LogForm:
    return LogForm(readers=[one.reader for one in progress], initial={"day": timezone.localdate()})


def note(request: HttpRequest, party: ReadingParty, form: LogForm, *, by: Any) -> bool:
    """Keep what the form says; False with the reasons in the form."""
    if not form.is_valid():
        return False
    try:
        made = deeds.log_reading(party=party, at=timezone.now(), by=by, **form.reading())
    except ValidationError as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, _("Noted for %(n)s readers.") % {"n": len(made)})
    return True


class CertificatesGive(PermissionRequiredMixin, View):
    """A colleague has looked at what the family noted."""

    permission_required = "outreach.log_reading"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        given = deeds.give_certificates(party=found_party(pk=pk), by=request.user, at=timezone.now())
        messages.success(request, _("Certificates given: %(n)s.") % {"n": given})
        return redirect("outreach:reading-party", pk=pk)


class PartyWithdraw(PermissionRequiredMixin, View):
    """A guardian takes the consent back at the desk."""

    permission_required = "outreach.log_reading"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        party = found_party(pk=pk)
        if not is_sure(request):
            return ask(request, reading_no_more(), reverse("outreach:reading-party", args=[pk]), staff=True)
        withdraw(party=party, at=timezone.now())
        messages.success(request, _("The consent is withdrawn: nothing more is noted."))
        return redirect("outreach:reading-party", pk=pk)


class EntryTakeBack(PermissionRequiredMixin, View):
    permission_required = "outreach.log_reading"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, press: Any) -> HttpResponse:
        party = found_party(pk=pk)
        if not ReadingLog.objects.filter(reader__party=party, press=press).exists():
            raise Http404
        try:
            deeds.take_back(party=party, press=press)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The entry is removed."))
        return redirect("outreach:reading-party", pk=pk)


class CertificatePdf(PermissionRequiredMixin, View):
    permission_required = "outreach.log_reading"

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        return certificate_of(found_party(pk=pk), number)
