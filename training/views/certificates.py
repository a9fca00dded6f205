"""Certificates: one's own, giving them, taking them back, and the public check."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.documents.render import to_pdf
from baubau_pembinaan.libraries.models import Library
from training.forms import ReasonForm, UploadForm
from training.models import Certificate, Session
from training.papers import certificate_document
from training.selectors import certificates as reading
from training.services import certificates, issuing

from .common import need, own_profile, query_of, say_refusal
from .found import session_or_404


def certificate_or_404(pk: int) -> Certificate:
    rows = Certificate.objects.select_related("number", "enrolment__profile", "enrolment__session__programme")
    return get_object_or_404(rows, pk=pk)


class MyCertificates(PermissionRequiredMixin, ListView):
    permission_required = "training.take_part"
    template_name = "training/certificate/mine.html"
    context_object_name = "certificates"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return reading.certificates_of(own_profile(self.request))


class CertificateList(PermissionRequiredMixin, ListView):
    """Everybody's, for those who plan."""

    permission_required = "training.view_certificate"
    template_name = "training/certificate/list.html"
    context_object_name = "certificates"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return reading.certificates(query_of(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        manages = self.request.user.has_perm("training.manage_training")
        return super().get_context_data(query=query_of(self.request), manages=manages, **kwargs)


class CertificateXlsx(PermissionRequiredMixin, View):
    permission_required = "training.view_certificate"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Number"), "text"),
            Column(_("Name")),
            Column(_("Training")),
            Column(_("JP"), "number"),
            Column(_("Issued on"), "date"),
            Column(_("Revoked on"), "date"),
            Column(_("Why it was revoked")),
        ]
        rows = [
            [
                row.number.text,
                row.snapshot.get("name", ""),
                row.snapshot.get("title", ""),
                float(row.snapshot.get("jp") or 0) or None,
                row.issued_on,
                row.revoked_on,
                row.revoke_reason,
            ]
            for row in reading.certificates(query_of(request))[:20_000]
        ]
        return xlsx_response(title=_("Certificates"), columns=columns, rows=rows, office=Library.current().name)


class CertificatePdf(PermissionRequiredMixin, View):
    permission_required = "training.view_programme"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        certificate = certificate_or_404(pk)
        need(request, "training.read_certificate", certificate.enrolment)
        response = HttpResponse(to_pdf(certificate_document(certificate)), content_type="application/pdf")
        name = "-".join(certificate.number.text.replace("/", "-").split())
        response["Content-Disposition"] = f'inline; filename="sertifikat-{name}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


class CertificatesIssue(PermissionRequiredMixin, View):
    """Give everybody who completed the session a certificate: a few at once, many by a worker."""

    permission_required = "training.manage_training"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = session_or_404(request, pk)
        try:
            made = issuing.issue(session=session, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            say_refusal(request, refusal)
        else:
            if made is None:
                words = _("The certificates are being issued. You may leave this page; a message tells the outcome.")
            else:
                n = len(made)
                words = ngettext("%(n)s certificate is issued.", "%(n)s certificates are issued.", n) % {"n": n}
            messages.success(request, words)
            _say_own_jp_wait(request, session)
        return redirect("training:session-detail", pk=pk)


def _say_own_jp_wait(request: HttpRequest, session: Session) -> None:
    if certificates.own_jp_wait(session=session, user=request.user):
        messages.info(request, _("Your own JP wait until somebody else verifies them."))


class CertificateRevoke(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, certificate_or_404(pk), ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        certificate, form = certificate_or_404(pk), ReasonForm(request.POST)
        if form.is_valid():
            try:
                certificates.revoke_certificate(
                    certificate=certificate, by=request.user, on=timezone.localdate(), **form.cleaned_data
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The certificate is revoked; its check page says so."))
                return redirect("training:certificate-list")
        return self._page(request, certificate, form)

    def _page(self, request: HttpRequest, certificate: Certificate, form: ReasonForm) -> HttpResponse:
        return render(request, "training/certificate/revoke.html", {"certificate": certificate, "form": form})


class CertificateReissue(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            made = certificates.reissue_certificate(
                certificate=certificate_or_404(pk), by=request.user, at=timezone.now()
            )
        except ValidationError as refusal:
            say_refusal(request, refusal)
        else:
            messages.success(request, _("Issued again as %(number)s.") % {"number": made.number.text})
            _say_own_jp_wait(request, made.enrolment.session)
        return redirect("training:certificate-list")


class CertificateSigned(PermissionRequiredMixin, View):
    """Keep the scan with hand and stamp."""

    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, certificate_or_404(pk), UploadForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        certificate, form = certificate_or_404(pk), UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                certificates.keep_signed(
                    certificate=certificate, by=request.user, at=timezone.now(), **form.cleaned_data
                )
            except ValidationError as refusal:
                form.add_error("upload", refusal)
            else:
                messages.success(request, _("The signed version is kept."))
                return redirect("training:certificate-list")
        return self._page(request, certificate, form)

    def _page(self, request: HttpRequest, certificate: Certificate, form: UploadForm) -> HttpResponse:
        return render(request, "training/certificate/signed.html", {"certificate": certificate, "form": form})


@method_decorator(login_not_required, name="dispatch")
class CertificateCheck(View):
    """Is this paper genuine? Valid, revoked or unknown; nothing else of a person is told."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        found = reading.by_code(code)
        said = found.snapshot if found else {}
        days = [parse_date(said.get(name) or "") for name in ("starts_on", "ends_on")]
        jp = Decimal(said["jp"]) if said.get("jp") else None
        context = {"certificate": found, "said": said, "first": days[0], "last": days[1], "jp": jp}
        response = render(request, "training/certificate/check.html", context, status=200 if found else 404)
        response["X-Robots-Tag"] = "noindex"
        return response
