"""Starting a cycle, taking a start back, closing it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView

from evaluations.models import ReviewCycle
from evaluations.review_forms import ReasonForm
from evaluations.review_people_forms import StartForm
from evaluations.selectors.cycle_people import Picked, picked_for, written_in
from evaluations.services.reviews import cycles
from evaluations.services.reviews.refusals import CycleNotDraft, PickedChanged

ROWS = 50
LEFT_OUT = 100


class CycleList(PermissionRequiredMixin, TemplateView):
    permission_required = "evaluations.lead_reviews"
    template_name = "evaluations/review/cycles.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cycles = ReviewCycle.objects.annotate(is_written=Exists(written_in(OuterRef("pk"))))
        return super().get_context_data(cycles=list(cycles.order_by("-year")[:50]), **kwargs)


class CycleStart(PermissionRequiredMixin, View):
    """Whom the cycle takes and whom not; pressing the button asks once, answering makes a review for each of them."""

    permission_required = "evaluations.lead_reviews"

    def _page(self, request: HttpRequest, cycle: ReviewCycle, form: StartForm, **more: Any) -> HttpResponse:
        context: dict[str, Any] = {"form": form, "cycle": cycle, **more}
        if form.is_valid():
            picked = self._picked(cycle, form)
            page = Paginator(picked.posts, ROWS).get_page(request.GET.get("page"))
            left_out = {"left_out": picked.left_out[:LEFT_OUT], "left_out_more": len(picked.left_out) - LEFT_OUT}
            context |= {"picked": picked, "page_obj": page, "chosen": chosen_fields(form), **left_out}
        return render(request, "evaluations/review/start.html", context)

    def _picked(self, cycle: ReviewCycle, form: StartForm) -> Picked:
        return picked_for(cycle, timezone.localdate(), **form.choice)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        cycle = get_object_or_404(ReviewCycle, pk=pk, status="draft")
        return self._page(request, cycle, StartForm(request.GET))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        cycle, form = get_object_or_404(ReviewCycle, pk=pk), StartForm(request.POST)
        if not cycle.is_draft:
            messages.error(request, " ".join(CycleNotDraft().messages))
            return redirect("evaluations:cycle-list")
        if not form.is_valid():
            return self._page(request, cycle, form)
        if "look" in request.POST:
            return redirect(f"{request.path}?{urlencode(chosen_fields(form))}")
        seen = request.POST.get("seen", "")
        if not seen:
            if request.POST.get("shown", "") != self._picked(cycle, form).token:
                told = _("The list is another one now. Look at it, then start the cycle.")
                return self._page(request, cycle, form, told=told)
            return self._page(request, cycle, form, asks=True)
        try:
            made = cycles.start_cycle(
                cycle=cycle, by=request.user, on=timezone.localdate(), seen=seen[:24], **form.choice
            )
        except PickedChanged as refusal:
            page = self._page(request, cycle, form, told=refusal.messages[0])
            page.status_code = 409
            return page
        except ValidationError as refusal:
            return self._page(request, cycle, form, told=" ".join(refusal.messages))
        n = len(made)
        said = ngettext("The cycle runs with %(n)s review.", "The cycle runs with %(n)s reviews.", n)
        messages.success(request, said % {"n": n})
        return redirect(f"{reverse('evaluations:review-board')}?year={cycle.year}")


def chosen_fields(form: StartForm) -> list[tuple[str, int]]:
    """What was chosen, to be carried in hidden fields."""
    return [(name, row.pk) for name in ("units", "positions") for row in form.cleaned_data[name]]


class CycleTakeBack(PermissionRequiredMixin, View):
    """A start by mistake, with the reason; only while nobody has written anything, which the page says at once."""

    permission_required = "evaluations.lead_reviews"

    def _page(self, request: HttpRequest, cycle: ReviewCycle, form: ReasonForm) -> HttpResponse:
        refusal = None if form.is_bound else cycles.written_already(cycle)
        refused = refusal.messages[0] if refusal else ""
        context = {"form": form, "cycle": cycle, "reviews": cycle.reviews.count(), "refused": refused}
        return render(request, "evaluations/review/take_back.html", context)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, get_object_or_404(ReviewCycle, pk=pk, status="running"), ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        cycle, form = get_object_or_404(ReviewCycle, pk=pk), ReasonForm(request.POST)
        if form.is_valid():
            try:
                cycles.take_back_cycle(cycle=cycle, by=request.user, reason=form.cleaned_data["reason"])
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The start is taken back; the cycle is in preparation again."))
                return redirect("evaluations:cycle-list")
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
