"""One review on one page: where it stands, whose turn it is, and what the reader may read of it."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.libraries import switches
from evaluations.copying import result_row
from evaluations.models import Review
from evaluations.objection import decision_of
from evaluations.review_access import Access
from evaluations.review_choices import EVALUATED, Stage
from evaluations.selectors import reviews as selectors
from evaluations.services.reviews import circles, standing
from evaluations.services.reviews.readiness import lacking

from .base import SENT, TONES, found
from .state import may_record
from .step_list import place_of, steps_for

NOTES = 50  # on one page


class ReviewDetail(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, access = found(request, pk)
        return render(request, "evaluations/review/detail.html", page_of(request, review, access))


def page_of(request: HttpRequest, review: Review, access: Access) -> dict[str, Any]:
    """Everything the page draws; texts the reader may not read are not even fetched into it."""
    today = timezone.localdate()
    rating = access.reads_rating(review)
    turn = selectors.waits_for(review)
    context = {
        "sent": request.session.pop(SENT, ""),
        "review": review,
        "cycle": review.cycle,
        "access": access,
        "tone": TONES[Stage(review.stage)],
        "late": review.is_late_on(today),
        "supervisor": review.leader_of(review.lead_id),
        "superior": review.leader_of(review.superior_id),
        "undecidable": review.stage == Stage.OBJECTED
        and review.cycle.is_running
        and not selectors.can_be_decided(review),
        "sent_back": review.sent_back if access.may_read_why_sent_back(review) else "",
        "closing_note": review.closing_note if access.reads_text else "",
        "turn": review.person if turn == review.person_id else review.leader_of(turn),
        "reads_rating": rating,
        "predicate": review.predicate if rating else None,
        "self_text": review.self_text if access.reads_self_text(review) else "",
        "supervisor_text": review.supervisor_text if rating else "",
        "decision": decision_of(review) if rating else [],
        "may_plan": access.may_plan(review),
        "may_report": access.may_report(review),
        "may_self_assess": access.may_self_assess(review),
        "may_expect": access.may_expect(review),
        "may_evaluate_period": access.may_evaluate_period(review),
        "may_rate": access.may_rate(review),
        "sees_credit": access.is_person
        or access.is_head
        or (access.is_lead and not review.assigned_supervisor_id and review.led_on == today),  # by appointment
        "may_grow": access.may_grow(review),
        "may_paste": review.cycle.is_running and (access.may_plan(review) or access.may_report(review)),
        "may_record": may_record(access, review),
        "uses_360": switches.is_on(circles.SWITCH) and (review.has_round or circles.may_begin(review)),  # type: ignore[attr-defined]
        "may_reassign": request.user.has_perm("evaluations.lead_reviews")
        and not access.is_person
        and review.cycle.is_running
        and not review.has_ended,
        "may_withdraw": request.user.has_perm("evaluations.lead_reviews")
        and not access.is_person
        and review.cycle.is_running
        and not review.has_ended
        and review.stage not in EVALUATED,
    }
    page = request.GET.get("page")
    context |= contents(review, access, page) if access.reads_text else {}
    return context | next_deeds(review, access, context)


def folded_parts(review: Review, access: Access) -> set[str]:
    """Parts that this stage asks nothing about, nor has just opened to be read: they open at a touch, by their counts.
    Work results stay open, as the evidence of a paper leads into them, but for whoever writes the self-assessment now.
    """
    if not review.cycle.is_running or review.has_ended:
        return {"conduct", "periods", "notes", "self"}
    folded = set()
    writes, reads_now = access.may_evaluate_period(review), review.stage in (Stage.RELEASED, Stage.OBJECTED)
    runs = review.stage == Stage.RUNNING
    if not (writes and runs) and not reads_now and not access.may_expect(review):
        folded.add("conduct")
    if not (runs and (writes or access.may_report(review))) and not (reads_now and access.is_person):
        folded.add("periods")
    if not reads_now and not runs:
        folded.add("notes")
    if not self_comes_first(review, access):
        folded.add("self")
    if access.may_self_assess(review):
        folded.add("results")
    return folded


def self_comes_first(review: Review, access: Access) -> bool:
    """For whoever writes the self-assessment, and whoever evaluates by it."""
    return access.may_self_assess(review) or access.may_rate(review)


def next_deeds(review: Review, access: Access, page: dict[str, Any]) -> dict[str, Any]:
    """The jumps as buttons, and where the stage is written beside them; that comes first while something is missing."""
    steps = steps_for(review, access)
    if not any(step.form is None for step in steps):
        return {"steps": steps}
    missing = lacking(review, timezone.localdate(), page.get("results"), page.get("conduct")) is not None
    if missing:
        steps = [replace(step, primary=False) for step in steps]
    return {"steps": steps, "lacks": missing, **place_of(review)}


def contents(review: Review, access: Access, page: str | None = None) -> dict[str, Any]:
    """What stands in the review, for those who may read it. Four statements."""
    paginator = Paginator(selectors.notes_of(review), NOTES)
    paginator.count = review.note_count  # type: ignore[attr-defined]  # read with the review
    notes = paginator.get_page(page)
    hides_feedback = access.hides_feedback(review)
    conduct = selectors.conduct_of(review)
    results = selectors.results_of(review)
    for row in results:
        row.copied = result_row(row, feedback=not hides_feedback)  # type: ignore[attr-defined]
    today = timezone.localdate()
    periods = selectors.periods_of(review)
    for period in periods:
        period.has_begun = period.has_begun_on(today)  # type: ignore[attr-defined]
    return {
        "results": results,
        "state_rating": getattr(review, "state_rating", None),
        "conduct": conduct,
        "seen": standing.seen_of(standing.parts_of(review, results, conduct)),
        "periods": periods,
        "evaluated": sum(period.predicate is not None for period in periods),
        "folded": folded_parts(review, access),
        "self_first": self_comes_first(review, access),
        "notes": notes.object_list[:] if access.reads_notes(review) else [],
        "page_obj": notes,
        "hides_feedback": hides_feedback,
        "note_rule": "" if access.reads_notes(review) else _("You see the notes when the review is released."),
    }
