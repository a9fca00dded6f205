"""Starting and closing a cycle."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView

from evaluations.models import ReviewCycle
from evaluations.review_people_forms import StartForm
from evaluations.services.reviews import cycles


class CycleList(PermissionRequiredMixin, TemplateView):
    permission_required = "evaluations.lead_reviews"
    template_name = "evaluations/review/cycles.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cycles=list(ReviewCycle.objects.order_by("-year")[:50]), **kwargs)


class CycleStart(PermissionRequiredMixin, View):
    """Whom the cycle is for, then a review for each of them."""

    permission_required = "evaluations.lead_reviews"

    def _page(self, request: HttpRequest, cycle: ReviewCycle, form: StartForm) -> HttpResponse:
        return render(request, "evaluations/review/start.html", {"form": form, "cycle": cycle})

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, get_object_or_404(ReviewCycle, pk=pk, status="draft"), StartForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        cycle, form = get_object_or_404(ReviewCycle, pk=pk), StartForm(request.POST)
        if form.is_valid():
            try:
                made = cycles.start_cycle(
                    cycle=cycle,
                    by=request.user,
                    on=timezone.localdate(),
                    units=form.cleaned_data["units"],
                    positions=[position.pk for position in form.cleaned_data["positions"]],
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                n = len(made)
                said = ngettext("The cycle runs with %(n)s review.", "The cycle runs with %(n)s reviews.", n)
                messages.success(request, said % {"n": n})
                return redirect("evaluations:review-board")
        return self._page(request, cycle, form)


class CycleClose(PermissionRequiredMixin, View):
    permission_required = "evaluations.lead_reviews"
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            cycles.close_cycle(cycle=get_object_or_404(ReviewCycle, pk=pk), by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The cycle is closed."))
        return redirect("evaluations:cycle-list")
