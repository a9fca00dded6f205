"""The jumps of a review as buttons, all at one address."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.models import Review
from evaluations.review_forms import DecisionForm, SeenForm
from evaluations.services.reviews import standing
from evaluations.services.reviews.readiness import lacking
from evaluations.services.reviews.refusals import ChangedMeanwhile, NotAtThisStage, NotYours

from .base import SENT, draft_name, form_page, found
from .lost import TellsLate
from .moved import moved_page
from .step_list import STEPS, Step, is_for, place_of, question_facts


class ReviewStep(TellsLate):
    """GET asks what the step needs to know, POST does it, with `ask` only after the question; where something is still
    missing, that is said instead of asking.

    At the wrong stage or by the wrong person: 403; whoever comes too late reads what happened.
    """

    typed, whose, moves = (DecisionForm,), ("is_lead", "decides"), False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotAtThisStage:
            return self._late(request, kwargs["pk"], STEPS[kwargs["step"]])

    def _late(self, request: HttpRequest, pk: int, step: Step) -> HttpResponse:
        review, _access = found(request, pk)
        words = step.form(initial=request.POST.dict()) if step.form and request.POST.get("reason") else None
        return moved_page(request, review, words, draft=draft_name(request, step.slug, pk))

    def _step(self, request: HttpRequest, pk: int, slug: str) -> tuple[Review, Step]:
        review, access = found(request, pk)
        step = STEPS.get(slug)
        if step is None:
            raise Http404
        if not is_for(step, review, access):
            raise NotYours
        if step.stage != review.stage or not review.cycle.is_running:
            raise NotAtThisStage
        return review, step

    def _page(self, request: HttpRequest, review: Review, step: Step, form: Any, **more: Any) -> HttpResponse:
        if step.form is None:
            more |= {"question": step.question, "facts": question_facts(step, review)}
            if refusal := lacking(review, timezone.localdate()):
                more |= {"lacking": refusal.messages[0], **place_of(review)}
        else:
            draft = draft_name(request, step.slug, review.pk)
            more |= {"draft": draft, "facts": self._facts(review) if isinstance(form, DecisionForm) else []}
        return form_page(request, review, form, step.label, submit=step.label, **more)

    def _facts(self, review: Review) -> list[tuple[str, str]]:
        """What an objection is about. Whoever decides reads all of it."""
        predicate = review.predicate
        return [
            (_("Objection"), review.objection),
            (_("Evaluation of the year"), review.supervisor_text),
            (_("Predikat"), str(predicate.label) if predicate else ""),
        ]

    def get(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        review, asked = self._step(request, pk, step)
        if asked.form is None:
            return redirect("evaluations:review-detail", pk=pk)
        seen = standing.seen_of(standing.parts_of(review))
        stands = {"result_rating": review.result_rating, "conduct_rating": review.conduct_rating}
        return self._page(request, review, asked, asked.form(initial={"seen": seen, **stands}))

    def post(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        review, asked = self._step(request, pk, step)
        form = (asked.form or SeenForm)(request.POST)
        if not form.is_valid():
            return self._page(request, review, asked, form)
        if "ask" in request.POST and asked.question:
            seen, parts = form.cleaned_data["seen"], standing.parts_of(review)
            if changed := standing.differences(seen, parts):
                return self._told(request, review, parts, asked, form, ChangedMeanwhile(changed))
            return self._page(request, review, asked, SeenForm(initial={"seen": seen}))
        try:
            asked.deed(review=review, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except ChangedMeanwhile as refusal:
            review, _access = found(request, pk)
            return self._told(request, review, standing.parts_of(review), asked, form, refusal)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, asked.done)
            request.session[SENT] = draft_name(request, asked.slug, review.pk)
        return redirect("evaluations:review-detail", pk=pk)

    def _told(
        self, request: HttpRequest, review: Review, parts: Any, step: Step, form: Any, refusal: ChangedMeanwhile
    ) -> HttpResponse:
        """What changed since the page was drawn, and the fresh state (`parts`): pressing again is a decision."""
        again = type(form)({**request.POST.dict(), "seen": standing.seen_of(parts)})
        page = self._page(request, review, step, again, changed=refusal.differences, told=refusal.messages[0])
        page.status_code = 409
        return page
