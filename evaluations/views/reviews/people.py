"""The people of a running cycle: another supervisor, somebody who joins, somebody who is taken out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from evaluations.models import Review, ReviewCycle
from evaluations.review_choices import EVALUATED
from evaluations.review_forms import ReasonForm
from evaluations.review_people_forms import JoinForm, ReassignForm
from evaluations.services.reviews import people
from evaluations.services.reviews.refusals import EditedMeanwhile
from evaluations.services.reviews.writing import token_of

from .base import SENT, draft_name, form_page, found
from .lost import TellsLate
from .step_list import round_facts


class _OfOthers(PermissionRequiredMixin, TellsLate):
    """About a review in a running cycle that is not one's own."""

    typed, whose = (ReasonForm,), ("leads", "is_admin")

    permission_required = "evaluations.lead_reviews"

    def review(self, request: HttpRequest, pk: int) -> Review:
        review, access = found(request, pk)
        if access.is_person or review.has_ended or not review.cycle.is_running:
            raise PermissionDenied
        return review


class Reassign(_OfOthers):
    """Another supervisor, or another one to decide an objection, with a reason that stays in the book."""

    typed = (ReassignForm,)

    def _form(self, review: Review, data: Any = None, **more: Any) -> ReassignForm:
        start = {
            "supervisor": review.assigned_supervisor_id,
            "superior": review.assigned_superior_id,
            "seen": token_of(review, people.LEADERS),
        }
        return ReassignForm(data, initial=start, today=timezone.localdate(), person=review.person, **more)

    def _page(self, request: HttpRequest, review: Review, form: ReassignForm, **more: Any) -> HttpResponse:
        draft = draft_name(request, "ReassignForm", review.pk)
        return form_page(request, review, form, _("Change the supervisor"), shows_history=True, draft=draft, **more)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = self.review(request, pk)
        return self._page(request, review, self._form(review))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = self.review(request, pk)
        form = self._form(review, request.POST)
        if form.is_valid():
            try:
                people.reassign_supervisor(review=review, by=request.user, on=timezone.localdate(), **form.cleaned_data)
            except EditedMeanwhile as refusal:
                now = self.review(request, pk)
                again = self._form(now, {**request.POST.dict(), "seen": token_of(now, people.LEADERS)})
                told = {"differences": refusal.differences, "told": refusal.messages[0]}
                page = self._page(request, now, again, **told)
                page.status_code = 409
                return page
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The supervisor is changed."))
                request.session[SENT] = draft_name(request, "ReassignForm", review.pk)
                return redirect("evaluations:review-detail", pk=review.pk)
        return self._page(request, review, form)


class Withdraw(_OfOthers):
    """Somebody left, or was put in by mistake."""

    def review(self, request: HttpRequest, pk: int) -> Review:
        review = super().review(request, pk)
        if review.stage in EVALUATED:
            raise PermissionDenied
        return review

    def _page(self, request: HttpRequest, review: Review, form: ReasonForm) -> HttpResponse:
        draft = draft_name(request, "keluarkan", review.pk)
        more = {"submit": _("Take out of the cycle"), "draft": draft, "facts": round_facts(review, ends=True)}
        return form_page(request, review, form, _("Take out of the cycle"), **more)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self.review(request, pk), ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, form = self.review(request, pk), ReasonForm(request.POST)
        if form.is_valid():
            try:
                people.withdraw_person(
                    review=review, by=request.user, on=timezone.localdate(), reason=form.cleaned_data["reason"]
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The person is taken out of the cycle."))
                request.session[SENT] = draft_name(request, "keluarkan", review.pk)
                return redirect("evaluations:review-detail", pk=pk)
        return self._page(request, review, form)


class Join(PermissionRequiredMixin, View):
    """Somebody who came after the cycle started."""

    permission_required = "evaluations.lead_reviews"

    def _page(self, request: HttpRequest, cycle: ReviewCycle, form: JoinForm) -> HttpResponse:
        return render(request, "evaluations/review/join.html", {"form": form, "cycle": cycle})

    def _cycle(self, pk: int) -> ReviewCycle:
        return get_object_or_404(ReviewCycle, pk=pk, status="running")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        cycle = self._cycle(pk)
        return self._page(request, cycle, JoinForm(today=cycle.day_within(timezone.localdate()), cycle=cycle))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        cycle, today = self._cycle(pk), timezone.localdate()
        form = JoinForm(request.POST, today=cycle.day_within(today), cycle=cycle)
        if form.is_valid():
            try:
                review = people.join_cycle(cycle=cycle, by=request.user, on=today, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The person is in the cycle."))
                return redirect("evaluations:review-detail", pk=review.pk)
        return self._page(request, cycle, form)
