"""The papers of a review: what each is called, how it is made, who may read it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.documents.tree import Document
from evaluations.circle_paper import round_paper
from evaluations.models import Review
from evaluations.review_access import Access
from evaluations.review_papers import evaluation_paper, feedback_paper, plan_paper
from evaluations.selectors.circles import has_outcome, may_read_outcome


@dataclass(frozen=True)
class Paper:
    title: Any  # lazy words
    make: Callable[[Review, date], Document]
    may: Callable[[Access, Review], bool]


# The last part of their address -> the paper
PAPERS = {
    "rencana": Paper(_("SKP plan"), plan_paper, lambda access, review: access.reads_text),
    "evaluasi": Paper(
        _("Evaluation"),
        evaluation_paper,
        lambda access, review: access.reads_text and access.reads_rating(review) and review.predicate is not None,
    ),
    "umpan-balik": Paper(
        _("Summary of feedback"),
        feedback_paper,
        lambda access, review: access.reads_text and access.reads_notes(review),
    ),
    "umpan-balik-360": Paper(
        _("360-degree feedback"),
        round_paper,
        lambda access, review: may_read_outcome(access, review) and has_outcome(review),
    ),
}
