"""Which records of this system prove a work result."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.models import Review, WorkResult
from evaluations.services.reviews import records

from .base import found
from .lost import TellsLate


class ResultRecords(TellsLate):
    """The person's own list of activities, each with a tick."""

    model, whose = WorkResult, ("is_person",)

    def _begin(self, request: HttpRequest, pk: int) -> tuple[WorkResult, Review]:
        result = get_object_or_404(WorkResult.objects.select_related("review__cycle", "review__person"), pk=pk)
        review, access = found(request, result.review_id)
        if not (access.may_report(review) and review.cycle.is_running):
            raise PermissionDenied
        return result, review

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, *self._begin(request, pk))

    def _page(self, request: HttpRequest, result: WorkResult, review: Review, problem: str = "") -> HttpResponse:
        activities = records.of_result(result, timezone.localdate())
        context = {
            "result": result,
            "review": review,
            "activities": activities,
            "ticked": records.linked_keys(list(result.links.all()), activities),
            "problem": problem,
        }
        return render(request, "evaluations/review/records.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        result, review = self._begin(request, pk)
        keys = {key[:20] for key in request.POST.getlist("record")}
        try:
            records.choose_records(result=result, keys=keys, by=request.user, on=timezone.localdate())
        except ValidationError as refusal:
            return self._page(request, result, review, " ".join(refusal.messages))
        messages.success(request, _("Saved."))
        return redirect("evaluations:review-detail", pk=review.pk)
