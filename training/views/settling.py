"""Settling a session once its attendance is taken, and opening it again."""

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from training.forms import OptionalReasonForm
from training.services import finishing

from .common import need, say_refusal
from .found import session_or_404


class SessionFinish(PermissionRequiredMixin, View):
    """Settle the session: completions and earned JP."""

    permission_required = "training.view_session"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = session_or_404(request, pk)
        need(request, "training.lead_session", session)
        try:
            settled = finishing.finish_session(session=session, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            say_refusal(request, refusal)
        else:
            words = _("Finished: %(completed)s completed, %(partly)s attended in part, %(no_show)s did not come.")
            holes = {"completed": settled.completed, "partly": settled.partly, "no_show": settled.no_show}
            messages.success(request, words % holes)
            if settled.jp is None:
                messages.warning(request, _("No JP were earned: neither rate table nor programme says how many."))
        return redirect("training:session-detail", pk=pk)


class SessionReopen(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session, form = session_or_404(request, pk), OptionalReasonForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        try:
            finishing.reopen_session(session=session, by=request.user, reason=reason)
        except ValidationError as refusal:
            say_refusal(request, refusal)
        else:
            messages.success(request, _("The session is open again; mend its attendance and finish it once more."))
        return redirect("training:session-detail", pk=pk)
