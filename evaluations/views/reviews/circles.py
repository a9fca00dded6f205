"""360-degree feedback: the round of a review, the list of reviewers while it is made, and the form without a name."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView

from baubau_pembinaan.libraries import switches
from evaluations.circle_forms import AnswerForm, OpenForm, ProposeForm
from evaluations.models import FeedbackRound, Review, RoundReviewer
from evaluations.review_access import Access
from evaluations.review_choices import RoundStatus
from evaluations.selectors import circles as selectors
from evaluations.services.reviews import circles

from .base import NeedsProfile, found


class Switched(View):
    """The part may be off: then its pages are not there."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not switches.is_on(circles.SWITCH):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


def begin(request: HttpRequest, pk: int) -> tuple[Review, Access, FeedbackRound | None]:
    review, access = found(request, pk)
    if not access.reads_text:
        raise PermissionDenied
    return review, access, selectors.round_of(review)


def may_propose(review: Review, access: Access, row: FeedbackRound | None) -> bool:
    return (access.is_person or access.is_lead) and circles.may_begin(review) and (row is None or row.is_proposing)


class RoundDetail(Switched):
    """Whom the list names while it is made, then until when answers come, at the end what they say."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, access, row = begin(request, pk)
        makes_list = may_propose(review, access, row)
        reviewers = selectors.proposed(row) if makes_list else []
        hands_out = access.is_lead and row is not None and row.is_open
        guests = selectors.guests(row) if makes_list or hands_out else []
        reads = row is not None and row.is_closed and selectors.may_read_outcome(access, review)
        context = {
            "review": review,
            "round": row,
            "makes_list": makes_list,
            "reviewers": reviewers,
            "guests": guests,
            "may_open": makes_list and access.is_lead and selectors.enough(reviewers, guests),
            "may_begin": circles.may_begin(review),
            "waits_for_release": row is not None and row.is_closed and not reads,
            "outcome": selectors.outcome_of(row) if reads and row else None,
        }
        return render(request, "evaluations/circle/detail.html", context)


class RoundPropose(Switched):
    def _page(self, request: HttpRequest, review: Review, form: ProposeForm) -> HttpResponse:
        return render(request, "evaluations/circle/propose.html", {"form": form, "review": review})

    def _review(self, request: HttpRequest, pk: int) -> Review:
        review, access, row = begin(request, pk)
        if not may_propose(review, access, row):
            raise PermissionDenied
        return review

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = self._review(request, pk)
        return self._page(request, review, ProposeForm(today=timezone.localdate(), person=review.person))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, today = self._review(request, pk), timezone.localdate()
        form = ProposeForm(request.POST, today=today, person=review.person)
        if form.is_valid():
            chosen = [(reviewer, relation) for _line, reviewer, relation in form.chosen]
            try:
                circles.propose_reviewers(review=review, chosen=chosen, by=request.user, on=today)
            except circles.ProposalsRefused as refusal:
                form.refuse(refusal.problems)
            else:
                said = ngettext("%(n)s colleague is proposed.", "%(n)s colleagues are proposed.", len(chosen))
                messages.success(request, said % {"n": len(chosen)})
                return redirect("evaluations:round-detail", pk=pk)
        return self._page(request, review, form)


class RoundWithdraw(Switched):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        # Once the round is open every number gives 404: a difference would tell who has answered.
        rows = RoundReviewer.objects.filter(round__status=RoundStatus.PROPOSING).select_related("round__review")
        row = get_object_or_404(rows, pk=pk)
        review, _access, _round = begin(request, row.round.review_id)
        circles.withdraw_reviewer(proposed=row, by=request.user, on=timezone.localdate())
        messages.success(request, _("The line is removed."))
        return redirect("evaluations:round-detail", pk=review.pk)


class RoundOpen(Switched):
    """The supervisor approves the list."""

    def _review(self, request: HttpRequest, pk: int) -> Review:
        review, access, row = begin(request, pk)
        if not (access.is_lead and may_propose(review, access, row)):
            raise PermissionDenied
        return review

    def _page(self, request: HttpRequest, review: Review, form: OpenForm) -> HttpResponse:
        return render(request, "evaluations/circle/open.html", {"form": form, "review": review})

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self._review(request, pk), OpenForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, form = self._review(request, pk), OpenForm(request.POST)
        if form.is_valid():
            try:
                circles.open_round(review=review, by=request.user, on=timezone.localdate(), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The reviewers are asked. From now on no page shows the list."))
                links = selectors.guests(selectors.round_of(review))
                return redirect("evaluations:round-guests" if links else "evaluations:round-detail", pk=pk)
        return self._page(request, review, form)


class RoundsAsked(NeedsProfile, Switched, TemplateView):
    """About whom I am asked."""

    template_name = "evaluations/circle/asked.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = selectors.asked_of(self.profile, timezone.localdate())[:100]
        return super().get_context_data(asked=list(rows), **kwargs)


class RoundAnswerForm(NeedsProfile, Switched):
    """The form without a name: its address names the review, not whoever fills it in."""

    def _review(self, pk: int) -> Review:
        row = selectors.asked_of(self.profile, timezone.localdate()).filter(round__review=pk).first()
        if row is None:
            raise Http404
        return row.round.review

    def _page(self, request: HttpRequest, review: Review, form: AnswerForm) -> HttpResponse:
        context = {"form": form, "review": review, "is_own": review.person_id == self.profile.pk}
        return render(request, "evaluations/circle/answer.html", context)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self._review(pk), AnswerForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, form = self._review(pk), AnswerForm(request.POST)
        if not form.is_valid():
            return self._page(request, review, form)
        circles.answer_round(review=review, by=request.user, on=timezone.localdate(), **form.answer)
        messages.success(request, _("Thank you. Your answer is kept without your name."))
        return redirect("evaluations:rounds-asked")
