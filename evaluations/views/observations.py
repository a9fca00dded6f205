"""Staff pages: looks at friendly service, the word of the person observed, what they say about training."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView

from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.addresses import row_addresses
from evaluations.models import ServiceObservation
from evaluations.observation_choices import MARK_TONES, TONES, Mark, ObservationState
from evaluations.observation_forms import ObservationForm, WordForm
from evaluations.selectors import observations as selectors
from evaluations.services import observations as services

ROWS = 50
WHICH = ("saya", "tulisan")


class ObservationList(PermissionRequiredMixin, TemplateView):
    """`?lihat=saya`: looks at me; `tulisan`: those I wrote; else all that I may read."""

    permission_required = "evaluations.observe_service"
    template_name = "evaluations/observation/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, me = self.request.user, profile_of(self.request.user)
        chosen = self.request.GET.get("lihat", "")
        chosen = chosen if chosen in WHICH else ""
        rows: Any = selectors.visible_to(user, timezone.localdate())
        if chosen:
            rows = rows.filter(**{"person" if chosen == "saya" else "observer": me})
        page = Paginator(rows, ROWS).get_page(self.request.GET.get("page"))
        address = row_addresses("evaluations:observation-detail")
        lines = [
            {"row": row, "url": address(row.pk), "tone": TONES[ObservationState(row.state)]} for row in page.object_list
        ]
        filters = [
            {
                "name": "lihat",
                "label": _("Which"),
                "value": chosen,
                "options": [("saya", _("Looks at me")), ("tulisan", _("Written by me"))],
            }
        ]
        return super().get_context_data(rows=lines, page_obj=page, filters=filters, **kwargs)


class ObservationAdd(PermissionRequiredMixin, View):
    permission_required = "evaluations.observe_service"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, ObservationForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ObservationForm(request.POST)
        if form.is_valid():
            try:
                row = services.observe(by=request.user, on=timezone.localdate(), **form.said())
            except ValidationError as refusal:
                _beside(form, refusal)
            else:
                messages.success(request, _("Kept. The person observed can read it now."))
                return redirect("evaluations:observation-detail", pk=row.pk)
        return self._page(request, form, 422)

    def _page(self, request: HttpRequest, form: ObservationForm, status: int = 200) -> HttpResponse:
        return render(request, "evaluations/observation/add.html", {"form": form}, status=status)


def _beside(form: Any, refusal: ValidationError) -> None:
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class ObservationPage(PermissionRequiredMixin, View):
    permission_required = "evaluations.observe_service"

    def row_for(self, request: HttpRequest, pk: int) -> ServiceObservation:
        """Where this reader may see it; else 404, which does not tell that it exists."""
        return get_object_or_404(selectors.visible_to(request.user, timezone.localdate()), pk=pk)

    def page(self, request: HttpRequest, row: ServiceObservation, form: WordForm | None = None) -> HttpResponse:
        me = profile_of(request.user)
        decides = row.is_waiting and request.user.has_perm("evaluations.decide_observation", row)
        context = {
            "row": row,
            "tone": TONES[ObservationState(row.state)],
            "marks": [
                {"words": mark.behaviour, "word": mark.get_mark_display(), "tone": MARK_TONES[Mark(mark.mark)]}
                for mark in selectors.marks_of(row)
            ],
            "form": (form or WordForm()) if decides else None,
            "may_withdraw": row.is_waiting and me is not None and row.observer_id == me.pk,
        }
        failed = form is not None and form.errors
        return render(request, "evaluations/observation/detail.html", context, status=422 if failed else 200)


class ObservationDetail(ObservationPage):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, self.row_for(request, pk))


class ObservationDecide(ObservationPage):
    """The word of the person observed: `kata=setuju` or `kata=lain`."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row_for(request, pk)
        if not request.user.has_perm("evaluations.decide_observation", row):
            raise PermissionDenied
        form = WordForm(request.POST)
        if form.is_valid():
            try:
                messages.success(request, self._decide(request, row, form.cleaned_data["reply"]))
            except ValidationError as refusal:
                _beside(form, refusal)
            else:
                return redirect("evaluations:observation-detail", pk=pk)
        return self.page(request, row, form)

    def _decide(self, request: HttpRequest, row: ServiceObservation, reply: str) -> str:
        deed = {"observation": row, "by": request.user, "on": timezone.localdate(), "reply": reply}
        if request.POST.get("kata") == "lain":
            services.disagree(**deed)
            return _("Kept. It counts nowhere; you both can read it.")
        notes = services.agree(**deed)
        if not notes:
            return _("Kept. Thank you.")
        said = ngettext(
            "Kept. %(n)s note of it now stands in your review.",
            "Kept. %(n)s notes of it now stand in your review.",
            notes,
        )
        return said % {"n": notes}


class ObservationWithdraw(ObservationPage):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row_for(request, pk)
        try:
            services.withdraw(observation=row, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("evaluations:observation-detail", pk=pk)
        messages.success(request, _("It is taken back."))
        return redirect("evaluations:observation-list")


class ObservationFigures(PermissionRequiredMixin, TemplateView):
    """`?tahun=`: how often each behaviour was seen, and which units of competence should be trained. No names."""

    permission_required = "evaluations.see_observation_figures"
    template_name = "evaluations/observation/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        years = sorted({today.year, *selectors.years()}, reverse=True)
        asked = self.request.GET.get("tahun", "")
        year = next((one for one in years if str(one) == asked), today.year)
        found = selectors.lines(date(year, 1, 1), date(year, 12, 31))
        return super().get_context_data(
            year=year,
            years=years,
            lines=found,
            any_look=any(line.looks for line in found),
            needs=selectors.needs(found),
            at_least=selectors.LOOKS_AT_LEAST,
            **kwargs,
        )
