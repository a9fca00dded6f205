"""From feedback to the development plan, on one page, for the person and the supervisor."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from evaluations.models import Review
from evaluations.review_access import Access
from evaluations.review_forms import GrowthForm
from evaluations.selectors.growth import WORDS, areas_of
from evaluations.services.reviews.growth import put_in_plan
from training.models import Competence

from .base import SENT, draft_name, found
from .lost import TellsLate


def growing(request: HttpRequest, pk: int) -> tuple[Review, Access]:
    review, access = found(request, pk)
    if not access.may_grow(review):
        raise PermissionDenied
    return review, access


class Growth(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, access = growing(request, pk)
        reads = access.reads_notes(review)
        areas = areas_of(review, timezone.localdate(), access)
        context = {
            "sent": request.session.pop(SENT, ""),
            "review": review,
            "areas": areas,
            "reads_notes": reads,
            "years": [review.cycle.year, review.cycle.year + 1],
        }
        return render(request, "evaluations/review/growth.html", context)


class GrowthAdd(TellsLate):
    """One goal: what shall change, with which training, until when."""

    typed, whose = (GrowthForm,), ("is_person", "is_lead")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, _access = growing(request, pk)
        return self._page(request, review, GrowthForm(initial=self._start(request, review)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, _access = growing(request, pk)
        form = GrowthForm(request.POST)
        if form.is_valid():
            try:
                _item, is_new = put_in_plan(
                    review=review, by=request.user, on=timezone.localdate(), **form.cleaned_data
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                said = _("The goal stands in the development plan.") if is_new else _("It stands in the plan already.")
                messages.success(request, said)
                request.session[SENT] = draft_name(request, "GrowthForm", pk)
                return redirect("evaluations:review-growth", pk=pk)
        return self._page(request, review, form)

    def _start(self, request: HttpRequest, review: Review) -> dict[str, Any]:
        """The competence of the link, a first wording, the end of the year after the reviewed one."""
        text = request.GET.get("competence", "")
        pk = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
        competence = Competence.objects.filter(pk=pk, is_active=True).first() if pk else None
        start: dict[str, Any] = {"due_on": date(review.cycle.year + 1, 6, 30)}
        if (key := request.GET.get("area", "")) in WORDS:
            start["goal"] = WORDS[key]
        if competence:
            start |= {"competence": competence.pk, "goal": _("Grow in “%(unit)s”") % {"unit": competence}}
        return start

    def _page(self, request: HttpRequest, review: Review, form: GrowthForm) -> HttpResponse:
        context = {"review": review, "form": form, "draft": draft_name(request, "GrowthForm", review.pk)}
        return render(request, "evaluations/review/growth_add.html", context)
