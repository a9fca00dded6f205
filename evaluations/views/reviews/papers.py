"""The papers of a review as PDF, for whoever may read what stands in them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views import View

from baubau_pembinaan.documents.render import to_pdf
from baubau_pembinaan.documents.tree import Document
from evaluations.circle_paper import round_paper
from evaluations.models import Review
from evaluations.review_access import Access
from evaluations.review_papers import evaluation_paper, feedback_paper, plan_paper
from evaluations.selectors.circles import has_outcome, may_read_outcome

from .base import found


@dataclass(frozen=True)
class Paper:
    make: Callable[[Review], Document]
    may: Callable[[Access, Review], bool]


PAPERS = {
    "rencana": Paper(plan_paper, lambda access, review: access.reads_text),
    "evaluasi": Paper(
        evaluation_paper,
        lambda access, review: access.reads_text and access.reads_rating(review) and review.predicate is not None,
    ),
    "umpan-balik": Paper(
        feedback_paper,
        lambda access, review: access.reads_text and access.reads_notes(review),
    ),
    "umpan-balik-360": Paper(
        round_paper,
        lambda access, review: may_read_outcome(access, review) and has_outcome(review),
    ),
}


class ReviewPaper(View):
    def get(self, request: HttpRequest, pk: int, paper: str) -> HttpResponse:
        review, access = found(request, pk)
        wanted = PAPERS.get(paper)
        if wanted is None:
            raise Http404
        if not wanted.may(access, review):
            raise PermissionDenied
        response = HttpResponse(to_pdf(wanted.make(review)), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="skp-{review.cycle.year}-{review.pk}-{paper}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
