"""The internal assessment of one review: criteria, weights, scores, and the figure from them. No predikat here."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from evaluations.internal import result
from evaluations.models import InternalScore, Review
from evaluations.review_access import Access
from evaluations.review_forms import PartForm, ScoreForm
from evaluations.services.reviews import writing

from .base import SENT, found
from .editing import EditPart


class Internal(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, access = found(request, pk)
        if not review.cycle.internal_formula:
            raise Http404
        if not access.reads_rating(review):
            raise PermissionDenied
        rows = list(review.scores.select_related("criterion"))
        context = {
            "sent": request.session.pop(SENT, ""),
            "review": review,
            "rows": rows,
            "figure": result(review.cycle.internal_formula, [(row.criterion.weight, row.score) for row in rows]),
            "may_score": access.may_evaluate_period(review),
        }
        return render(request, "evaluations/review/internal.html", context)


class ScoreEdit(EditPart):
    done = "evaluations:review-internal"
    model = InternalScore
    forms: ClassVar[Any] = {ScoreForm: "is_lead"}

    def row(self, pk: int) -> InternalScore:
        return get_object_or_404(InternalScore.objects.select_related("review", "criterion"), pk=pk)

    def form_for(self, review: Review, access: Access) -> type[PartForm] | None:
        return ScoreForm if access.may_evaluate_period(review) else None

    def save(self, row: InternalScore, form: PartForm, **who: Any) -> None:
        writing.change_score(row=row, seen=form.seen_then, **who, **form.changes)

    def title_of(self, row: InternalScore) -> Any:
        return row.criterion
