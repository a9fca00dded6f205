"""Staff pages: the surveys, their periods, opening and closing, answers held aside."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import DetailView, ListView

from baubau_pembinaan.core.qr import qr_svg
from evaluations import selectors
from evaluations.links import survey_url
from evaluations.models import HeldBatch, Period, Survey
from evaluations.services import held, surveys


class SurveyList(PermissionRequiredMixin, ListView):
    permission_required = "evaluations.view_survey"
    template_name = "evaluations/survey/list.html"
    context_object_name = "surveys"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.surveys.surveys(self.request.GET.get("q", "").strip()[:100])


class SurveyDetail(PermissionRequiredMixin, DetailView):
    permission_required = "evaluations.view_survey"
    template_name = "evaluations/survey/detail.html"
    queryset = Survey.objects.select_related("service_point", "unit", "instrument")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = survey_url(self.object)
        return super().get_context_data(
            periods=list(selectors.surveys.periods_of(self.object)),
            address=address,
            qr=qr_svg(address, title=str(self.object)),
            **kwargs,
        )


class PeriodDeed(PermissionRequiredMixin, View):
    """One step in a period's life, by POST only; a refusal comes back as a message."""

    permission_required = "evaluations.manage_survey"
    http_method_names = ["post"]
    done: Any = ""

    def deed(self, request: HttpRequest, period: Period) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        period = get_object_or_404(Period.objects.select_related("survey"), pk=pk)
        try:
            self.deed(request, period)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, self.done)
        return redirect("evaluations:period-detail", pk=period.pk)


class PeriodOpen(PeriodDeed):
    done = gettext_lazy("The period is open: patrons can answer.")

    def deed(self, request: HttpRequest, period: Period) -> None:
        surveys.open_period(period=period, by=request.user)


class PeriodClose(PeriodDeed):
    done = gettext_lazy("The period is closed and its result is kept.")

    def deed(self, request: HttpRequest, period: Period) -> None:
        surveys.close_period(period=period, by=request.user, at=timezone.now())


class PeriodReopen(PeriodDeed):
    done = gettext_lazy("The period is open again; the earlier result stays on record.")

    def deed(self, request: HttpRequest, period: Period) -> None:
        surveys.reopen_period(period=period, by=request.user, reason=request.POST.get("reason", ""))


class HeldDecide(PermissionRequiredMixin, View):
    """Accept or discard one batch of answers held aside."""

    permission_required = "evaluations.manage_survey"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(HeldBatch, pk=pk)
        now = timezone.now()
        try:
            if request.POST.get("decision") == "accept":
                number = held.accept_held_batch(batch=batch, by=request.user, at=now)
                messages.success(request, _("%(n)s answers now count.") % {"n": number})
            elif request.POST.get("decision") == "discard":
                number = held.discard_held_batch(batch=batch, by=request.user, at=now)
                messages.success(request, _("%(n)s answers were discarded.") % {"n": number})
            else:
                messages.error(request, _("Choose to count or to discard the answers."))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("evaluations:period-detail", args=[batch.period_id]))
