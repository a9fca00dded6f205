"""Staff pages: what came in, who looks into it, what is answered."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.accounts.rules import is_inspector
from evaluations import selectors
from evaluations.complaint_choices import TONES, ComplaintStatus
from evaluations.complaint_forms import AnswerForm, DeskForm, NoteForm, ReplyForm, RouteForm
from evaluations.masking import masked
from evaluations.models import Complaint
from evaluations.models.repair import RepairStatus
from evaluations.services import complaints
from evaluations.services.comments import staff_names


class ComplaintRecord(PermissionRequiredMixin, View):
    """What was said at the desk, by telephone or by letter, written down for its sender."""

    permission_required = "evaluations.add_complaint"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, DeskForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DeskForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, 422)
        now = timezone.localtime()
        made = complaints.receive_complaint(**form.cleaned_data, on=now.date(), at=now)
        address = f"{settings.SITE_URL.rstrip('/')}{reverse('evaluations:complaint-ask')}"
        return render(request, "evaluations/complaint/recorded.html", {"complaint": made, "address": address})

    def _page(self, request: HttpRequest, form: DeskForm, status: int = 200) -> HttpResponse:
        return render(request, "evaluations/complaint/record.html", {"form": form}, status=status)


class ComplaintPage(PermissionRequiredMixin, View):
    """One complaint with every form its reader may use; a deed's own address draws it again with what was refused."""

    permission_required = "evaluations.view_complaint"

    def complaint_for(self, request: HttpRequest, pk: UUID) -> Complaint:
        """The complaint, where this reader may see it; else 404, which does not tell that it exists."""
        found: Any = selectors.complaints.visible_to(request.user, timezone.localdate())
        return get_object_or_404(selectors.complaints.with_repairs(found), pk=pk)

    def page(self, request: HttpRequest, complaint: Any, **bound: Form) -> HttpResponse:
        care, user, today = complaint.handling, request.user, timezone.localdate()
        may = {name: user.has_perm(f"evaluations.{name}_complaint", complaint) for name in ("route", "answer")} | {
            "reply": user.has_perm("evaluations.reply_to_complaint", complaint)
        }
        sees_words = may["answer"] or may["reply"] or not is_inspector(user)
        names = [] if sees_words else staff_names()
        seen = {"seen": care.version}
        forms = {
            "answer_form": (
                AnswerForm(initial=seen | {"show_reply": True}, prefix="answer", reply=care.reply)
                if may["answer"] and care.is_open
                else None
            ),
            "note_form": NoteForm() if may["answer"] and not complaint.words_forgotten_on else None,
            "reply_form": ReplyForm(initial={"reply": care.reply}) if may["reply"] and care.is_open else None,
        }
        context = {
            "complaint": complaint,
            "care": care,
            "tone": TONES[ComplaintStatus(care.status)],
            "late": care.is_overdue(today),
            "words": complaint.text if sees_words else masked(complaint.text, names),
            "reopened_words": complaint.reopened_text if sees_words else masked(complaint.reopened_text, names),
            "sees_sender": may["answer"],
            "repairs": [row | {"word": RepairStatus(row["status"]).label} for row in complaint.repair_rows],
            "notes": list(complaint.notes.select_related("author")) if may["answer"] else [],
            "may_route": may["route"],
            **forms,
            **bound,
        }
        failed = any(form.errors for form in bound.values())
        return render(request, "evaluations/complaint/detail.html", context, status=422 if failed else 200)


class ComplaintDetail(ComplaintPage):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self.page(request, self.complaint_for(request, pk))


class ComplaintDeed(ComplaintPage):
    """One deed by POST: whoever may not is refused, whatever is wrong stands beside its form."""

    http_method_names = ["post"]
    needs = ""
    form_name = ""

    def make_form(self, request: HttpRequest, complaint: Complaint) -> Form:
        raise NotImplementedError

    def deed(self, request: HttpRequest, complaint: Complaint, form: Any) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        complaint = self.complaint_for(request, pk)
        if not request.user.has_perm(self.needs, complaint):
            raise PermissionDenied
        form = self.make_form(request, complaint)
        if form.is_valid():
            try:
                self.deed(request, complaint, form)
            except ValidationError as refusal:
                _beside(form, refusal)
            else:
                messages.success(request, _("Kept. Thank you."))
                return redirect("evaluations:complaint-detail", pk=pk)
        return self.page(request, complaint, **{self.form_name: form})


def _beside(form: Form, refusal: ValidationError) -> None:
    """Each refusal beside its field; above the form where it has no such field."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class ComplaintRoute(ComplaintPage):
    """Who looks into it, by when, and whom it names."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        complaint = self._complaint(request, pk)
        return self._form_page(request, complaint, RouteForm(complaint=complaint))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        complaint = self._complaint(request, pk)
        form = RouteForm(request.POST, complaint=complaint)
        if form.is_valid():
            try:
                complaints.route_complaint(
                    complaint=complaint, route=form.route(), by=request.user, seen=form.cleaned_data["seen"]
                )
            except ValidationError as refusal:
                _beside(form, refusal)
            else:
                messages.success(request, _("Kept. Thank you."))
                return redirect("evaluations:complaint-detail", pk=pk)
        return self._form_page(request, complaint, form, 422)

    def _complaint(self, request: HttpRequest, pk: UUID) -> Complaint:
        complaint = self.complaint_for(request, pk)
        if not request.user.has_perm("evaluations.route_complaint", complaint):
            raise PermissionDenied
        return complaint

    def _form_page(self, request: HttpRequest, complaint: Complaint, form: RouteForm, status: int = 200) -> Any:
        context = {"complaint": complaint, "care": complaint.handling, "form": form}
        return render(request, "evaluations/complaint/route.html", context, status=status)


class ComplaintAnswer(ComplaintDeed):
    needs = "evaluations.answer_complaint"
    form_name = "answer_form"

    def make_form(self, request: HttpRequest, complaint: Complaint) -> Form:
        return AnswerForm(request.POST, prefix="answer", reply=complaint.handling.reply)

    def deed(self, request: HttpRequest, complaint: Complaint, form: AnswerForm) -> None:
        now = timezone.localtime()
        complaints.answer_complaint(complaint=complaint, by=request.user, on=now.date(), at=now, **form.cleaned_data)


class ComplaintNoteAdd(ComplaintDeed):
    needs = "evaluations.answer_complaint"
    form_name = "note_form"

    def make_form(self, request: HttpRequest, complaint: Complaint) -> Form:
        return NoteForm(request.POST)

    def deed(self, request: HttpRequest, complaint: Complaint, form: NoteForm) -> None:
        complaints.add_note(complaint=complaint, text=form.cleaned_data["note"], by=request.user, at=timezone.now())


class ComplaintReply(ComplaintDeed):
    needs = "evaluations.reply_to_complaint"
    form_name = "reply_form"

    def make_form(self, request: HttpRequest, complaint: Complaint) -> Form:
        return ReplyForm(request.POST)

    def deed(self, request: HttpRequest, complaint: Complaint, form: ReplyForm) -> None:
        complaints.reply_as_named(complaint=complaint, text=form.cleaned_data["reply"], by=request.user)


def detail_address() -> Any:
    """`reverse("evaluations:complaint-detail", args=[pk])` for every row of a list."""
    stand_in = UUID(int=0)
    before, _pk, after = reverse("evaluations:complaint-detail", args=[stand_in]).partition(str(stand_in))
    return lambda pk: f"{before}{pk}{after}"
