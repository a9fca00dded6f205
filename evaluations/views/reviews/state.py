"""Against double entry: what stands in the state system comes in as a table, its rating with its day and source."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.tables import TableRefused
from evaluations.copying import row_of
from evaluations.models import Review, StateRating
from evaluations.review_access import Access
from evaluations.review_choices import Stage
from evaluations.services.reviews import pasting, state_rating
from evaluations.services.reviews.refusals import EditedMeanwhile
from evaluations.services.reviews.skp_headings import KNOWN, SHOWN
from evaluations.state_forms import PasteForm, StateRatingForm

from .base import SENT, draft_name, found
from .lost import TellsLate

PROBLEMS_SHOWN = 50


class ResultPaste(TellsLate):
    """First a look at what would be taken, with each problem by its row; then, on purpose, taking it."""

    typed, whose = (PasteForm,), ("is_person",)

    def _review(self, request: HttpRequest, pk: int) -> Review:
        review, access = found(request, pk)
        if not (review.cycle.is_running and (access.may_plan(review) or access.may_report(review))):
            raise PermissionDenied
        return review

    def _page(self, request: HttpRequest, review: Review, form: PasteForm, **more: Any) -> HttpResponse:
        context = {
            "form": form,
            "review": review,
            "planning": review.stage == Stage.PLANNING,
            "shown_headings": SHOWN,
            "headings": row_of(*SHOWN),
            "known": zip((SHOWN[0], SHOWN[3]), KNOWN, strict=True),
            "draft": draft_name(request, "PasteForm", review.pk),
            "is_back": request.method == "POST",
            **more,
        }
        return render(request, "evaluations/review/paste.html", context)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self._review(request, pk), PasteForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, form = self._review(request, pk), PasteForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, review, form)
        text, upload = form.cleaned_data["text"], form.cleaned_data["file"]
        try:
            if upload:
                text = pasting.text_of_file(review=review, source=upload.file, name=upload.name or "")
            if "take" in request.POST and not upload and form.cleaned_data["seen"] is not None:
                return self._taken(request, review, text, form.cleaned_data["seen"])
            lines = pasting.look(review=review, text=text)
        except TableRefused as refusal:
            problems = refusal.problems[:PROBLEMS_SHOWN]
            return self._page(request, review, PasteForm({"text": text}), problems=problems)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self._page(request, review, form)
        again = PasteForm({"text": text, "seen": review.version})
        return self._page(request, review, again, lines=lines, news=sum(not line.is_same for line in lines))

    def _taken(self, request: HttpRequest, review: Review, text: str, seen: int) -> HttpResponse:
        lines = pasting.take(review=review, text=text, by=request.user, on=timezone.localdate(), seen=seen)
        said = ngettext("%(n)s row is taken over.", "%(n)s rows are taken over.", len(lines))
        messages.success(request, said % {"n": len(lines)})
        request.session[SENT] = draft_name(request, "PasteForm", review.pk)
        return redirect("evaluations:review-detail", pk=review.pk)


class StateRatingEdit(TellsLate):
    typed, whose = (StateRatingForm,), ("is_person", "leads")

    def _review(self, request: HttpRequest, pk: int) -> Review:
        review, access = found(request, pk)
        if not may_record(access, review):
            raise PermissionDenied
        return review

    def _page(self, request: HttpRequest, review: Review, form: StateRatingForm, **more: Any) -> HttpResponse:
        held = getattr(review, "state_rating", None)
        context = {"form": form, "review": review, "held": held, **more}
        return render(request, "evaluations/review/state_rating.html", context)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = self._review(request, pk)
        held = StateRating.objects.filter(review=review).first()
        start = {name: getattr(held, name) for name in state_rating.FIELDS} if held else {}
        form = StateRatingForm(initial={**start, "seen": state_rating.seen_rating(held)})
        return self._page(request, review, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, form = self._review(request, pk), StateRatingForm(request.POST)
        if form.is_valid():
            try:
                state_rating.record_state_rating(
                    review=review, by=request.user, on=timezone.localdate(), **form.cleaned_data
                )
            except EditedMeanwhile as refusal:
                review = self._review(request, pk)
                fresh = state_rating.seen_rating(getattr(review, "state_rating", None))
                again = StateRatingForm({**request.POST.dict(), "seen": fresh})
                told = {"differences": refusal.differences, "told": refusal.messages[0]}
                page = self._page(request, review, again, **told)
                page.status_code = 409
                return page
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect("evaluations:review-detail", pk=pk)
        return self._page(request, review, form)


def may_record(access: Access, review: Review) -> bool:
    return (access.is_person or access.leads) and review.stage not in (Stage.PLANNING, Stage.PROPOSED)
