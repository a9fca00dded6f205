"""The papers of a session: made, given as files, brought back signed, cancelled."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.documents.render import to_docx, to_pdf
from training.forms import ReasonForm, UploadForm
from training.models import Session, SessionPaper
from training.office_forms import PaperForm
from training.services import office
from training.session_papers import paper_document

from .common import number_of, say_refusal
from .found import session_or_404

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class PaperAdd(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = session_or_404(request, pk)
        return self._page(request, session, PaperForm(initial=self._begun(session)))

    def _begun(self, session: Session) -> dict[str, Any]:
        """Today's date; instead of a cancelled paper (`dari`) what that one said."""
        begun: dict[str, Any] = {"day": timezone.localdate()}
        if old := number_of(self.request, "dari"):
            rows = SessionPaper.objects.filter(session=session, pk=old).exclude(cancelled_on=None)
            begun |= rows.values("kind", "number", "addressee", "text").first() or {}
        return begun

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session, form = session_or_404(request, pk), PaperForm(request.POST)
        if form.is_valid():
            try:
                office.make_paper(session=session, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                if isinstance(refusal, office.NumberUsed):
                    form.ask_again()
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The paper is made."))
                return redirect("training:session-office", pk=pk)
        return self._page(request, session, form)

    def _page(self, request: HttpRequest, session: Any, form: Any) -> HttpResponse:
        context = {"session": session, "form": form, "title": _("Make a paper")}
        return render(request, "training/office/form.html", context)


def paper_or_404(pk: int) -> SessionPaper:
    return get_object_or_404(SessionPaper.objects.select_related("session__programme"), pk=pk)


class PaperFile(PermissionRequiredMixin, View):
    """A paper as a file; what the page of the session does not offer is refused and leads back to that page."""

    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        paper = paper_or_404(pk)
        try:
            office.refuse_late(paper=paper, today=timezone.localdate())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("training:session-office", pk=paper.session_id)
        return self.file(paper)

    def file(self, paper: SessionPaper) -> HttpResponse:
        raise NotImplementedError


class PaperPdf(PaperFile):
    def file(self, paper: SessionPaper) -> HttpResponse:
        response = HttpResponse(to_pdf(paper_document(paper)), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{paper.kind}-{paper.pk}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


class PaperDocx(PaperFile):
    """For offices that edit before they print."""

    def file(self, paper: SessionPaper) -> HttpResponse:
        response = HttpResponse(to_docx(paper_document(paper)), content_type=WORD)
        response["Content-Disposition"] = f'attachment; filename="{paper.kind}-{paper.pk}.docx"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


class PaperSigned(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, paper_or_404(pk), UploadForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        paper, form = paper_or_404(pk), UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                office.keep_signed_paper(paper=paper, by=request.user, at=timezone.now(), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error("upload", refusal)
            else:
                messages.success(request, _("The signed version is kept."))
                return redirect("training:session-office", pk=paper.session_id)
        return self._page(request, paper, form)

    def _page(self, request: HttpRequest, paper: SessionPaper, form: UploadForm) -> HttpResponse:
        context = {"session": paper.session, "form": form, "title": _("Signed version")}
        return render(request, "training/office/form.html", context)


class PaperCancel(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, paper_or_404(pk), ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        paper, form = paper_or_404(pk), ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(request, paper, form)
        try:
            office.cancel_paper(paper=paper, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except ValidationError as refusal:
            say_refusal(request, refusal)
        else:
            messages.success(request, _("The paper is cancelled; it stays in the list, marked."))
        return redirect("training:session-office", pk=paper.session_id)

    def _page(self, request: HttpRequest, paper: SessionPaper, form: ReasonForm) -> HttpResponse:
        return render(request, "training/office/cancel.html", {"paper": paper, "session": paper.session, "form": form})
