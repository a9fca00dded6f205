"""Anybody complains, asks or praises, and asks how far it is. Complete without scripts and without an account."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from baubau_pembinaan.core.flood import count_in_window, origin_mark
from baubau_pembinaan.core.followup_code import is_stopped, read_code, too_many_attempts
from baubau_pembinaan.core.net import client_address
from baubau_pembinaan.libraries.models import Library
from evaluations import selectors
from evaluations.complaint_choices import TONES, ComplaintStatus, Satisfied
from evaluations.complaint_forms import ReopenForm, SenderForm
from evaluations.complaint_token import BadToken, make_token, read_token
from evaluations.models import Complaint
from evaluations.services import complaints
from evaluations.services.complaints.receiving import REOPEN_WITHIN, may_reopen

MOST_IN_TEN_MINUTES = 20
ASK = "evaluations/complaint/public_ask.html"


@method_decorator([login_not_required, never_cache], name="dispatch")
class ComplaintForm(View):
    """The form; once sent it leads to the page that shows the code."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, SenderForm(initial={"token": make_token()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SenderForm(request.POST)
        now = timezone.localtime()
        try:
            key, had_time = read_token(request.POST.get("token", "")[:200], now)
        except BadToken:
            return self._page(request, _again(request), 422, _("This page was open for too long. Send it once more."))
        if not form.is_valid():
            return self._page(request, form, 422)
        said: dict[str, Any] = form.cleaned_data
        mark = origin_mark(client_address(request), purpose="complaint")
        if said.pop("website") or count_in_window(f"complaint:{mark}") > MOST_IN_TEN_MINUTES:
            refused = _("Too much comes from this connection. Try again in ten minutes, or tell the desk.")
            return self._page(request, form, 429, refused)
        if not had_time:
            return self._page(request, form, 422, _("That was very quick. Read it once more and send it again."))
        said.pop("token")
        made = complaints.receive_complaint(
            **said, on=now.date(), at=now, language=(get_language() or "id")[:2], form_key=key
        )
        return redirect("evaluations:complaint-status", code=made.code)

    def _page(self, request: HttpRequest, form: SenderForm, status: int = 200, refused: str = "") -> HttpResponse:
        context = {"form": form, "refused": refused, "national": Library.current().complaint_url}
        return render(request, "evaluations/complaint/public_form.html", context, status=status)


def _again(request: HttpRequest) -> SenderForm:
    """What was written, with a token that lives; nothing is checked yet."""
    said = {name: request.POST.get(name, "") for name in SenderForm.base_fields}
    return SenderForm(initial=said | {"token": make_token(), "website": ""})


@method_decorator([login_not_required, never_cache], name="dispatch")
class ComplaintAsk(View):
    """`?kode=`: where a code is typed."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        typed = request.GET.get("kode", "")[:40]
        if code := read_code(typed):
            return redirect("evaluations:complaint-status", code=code)
        return render(request, ASK, {"typed": typed})


@method_decorator([login_not_required, never_cache], name="dispatch")
class WithCode(View):
    """A page behind a code: guessing is stopped, an unknown code is answered kindly.

    Only codes that nothing carries count as guesses: many who share one connection look at their own undisturbed.
    """

    http_method_names = ["get", "head"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        mark = origin_mark(client_address(request), purpose="complaint-code")
        if is_stopped(mark):
            return render(request, ASK, {"too_many": True}, status=429)
        stored = read_code(kwargs["code"])
        found = selectors.complaints.by_code(stored) if stored else None
        if found is None:
            too_many_attempts(mark)
            return render(request, ASK, {"typed": kwargs["code"]}, status=404)
        self.complaint = found
        return super().dispatch(request, *args, **kwargs)

    def draw(self, request: HttpRequest, form: ReopenForm | None = None, refused: str = "") -> HttpResponse:
        return _status_page(request, self.complaint, form, refused)


def _status_page(
    request: HttpRequest, complaint: Complaint, form: ReopenForm | None = None, refused: str = ""
) -> HttpResponse:
    """How far it is and what the library answers; nothing that the sender wrote and nothing about them."""
    care, today = complaint.handling, timezone.localdate()
    can_reopen = may_reopen(care, today)
    context = {
        "complaint": complaint,
        "care": care,
        "tone": TONES[ComplaintStatus(care.status)],
        "is_new": care.status == ComplaintStatus.NEW and complaint.received_on == today,
        "ended": not care.is_open,
        "steps": Satisfied.choices,
        "reply": care.reply if care.reply_shown else "",
        "reopen_form": (form or ReopenForm()) if can_reopen else None,
        "reopen_until": care.answered_on + REOPEN_WITHIN if can_reopen and care.answered_on else None,
        "refused": refused,
        "national": Library.current().complaint_url,
    }
    failed = bool(refused or (form and form.errors))
    return render(request, "evaluations/complaint/public_status.html", context, status=422 if failed else 200)


class ComplaintStatusPage(WithCode):
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.draw(request)


class ComplaintReopen(WithCode):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = ReopenForm(request.POST)
        if not form.is_valid():
            return self.draw(request, form)
        try:
            complaints.reopen_complaint(
                complaint=self.complaint, text=form.cleaned_data["reason"], on=timezone.localdate()
            )
        except ValidationError as refusal:
            return self.draw(request, None, " ".join(refusal.messages))
        return redirect("evaluations:complaint-status", code=self.complaint.code)


class ComplaintRate(WithCode):
    """`satisfaction`: 1 to 4."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        chosen = request.POST.get("satisfaction", "")
        if chosen not in {str(value) for value in Satisfied.values}:
            return self.draw(request, None, _("Choose one of the four answers."))
        try:
            complaints.rate_answer(complaint=self.complaint, satisfaction=int(chosen))
        except ValidationError as refusal:
            return self.draw(request, None, " ".join(refusal.messages))
        return redirect("evaluations:complaint-status", code=self.complaint.code)
