"""What every page about a round of 360-degree feedback shares: the switch, the round, and the list while it is made.

Colleagues and people from outside are proposed and taken off the list alike; `circles` and `guests` say who and how.
"""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.libraries import switches
from evaluations.models import FeedbackRound, Review
from evaluations.review_access import Access
from evaluations.review_choices import RoundStatus
from evaluations.selectors import circles as selectors
from evaluations.services.reviews import circles

from .base import found
from .lost import TellsLate


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


class ListForm(Switched, TellsLate):
    """A form about the list while it is made; what is typed as the list is approved comes back with a word on it."""

    template = ""
    whose = ("is_person", "is_lead")

    def form(self, review: Review, data: Any = None) -> Any:
        raise NotImplementedError

    def deed(self, form: Any, **who: Any) -> str:
        """Do it; returns what is said. Raises ValidationError."""
        raise NotImplementedError

    def refuse(self, form: Any, refusal: ValidationError) -> None:
        form.add_error(None, refusal)

    def look_further(self, form: Any, review: Review) -> None:
        """A form sent back says everything at once, also what the deed would refuse."""

    def next_page(self, review: Review) -> str:
        return "evaluations:round-detail"

    def _review(self, request: HttpRequest, pk: int) -> Review:
        review, access, row = begin(request, pk)
        if not (may_propose(review, access, row) and any(getattr(access, name) for name in self.whose)):
            raise PermissionDenied
        return review

    def _page(self, request: HttpRequest, review: Review, form: Any) -> HttpResponse:
        return render(request, self.template, {"form": form, "review": review})

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = self._review(request, pk)
        return self._page(request, review, self.form(review))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = self._review(request, pk)
        form = self.form(review, request.POST)
        if form.is_valid():
            try:
                said = self.deed(form, review=review, by=request.user, on=timezone.localdate())
            except ValidationError as refusal:
                self.refuse(form, refusal)
            else:
                messages.success(request, said)
                return redirect(self.next_page(review), pk=pk)
        else:
            self.look_further(form, review)
        return self._page(request, review, form)

    def moved(self, review: Review) -> str:
        row = selectors.round_of(review)
        if row is not None and not row.is_proposing:
            return _("The list of reviewers was approved in the meantime, so it can no longer be changed.")
        return super().moved(review)


class ListWithdraw(Switched):
    """One is taken off the list while it is made."""

    http_method_names = ["post", "options"]
    row_of: ClassVar[type[Model]]

    def deed(self, row: Any, **who: Any) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        # Once the round is open every number gives 404: a difference would tell who has answered.
        rows = self.row_of._default_manager.filter(round__status=RoundStatus.PROPOSING)
        row: Any = get_object_or_404(rows.select_related("round__review"), pk=pk)
        review, _access, _round = begin(request, row.round.review_id)
        self.deed(row, by=request.user, on=timezone.localdate())
        messages.success(request, _("The line is removed."))
        return redirect("evaluations:round-detail", pk=review.pk)
