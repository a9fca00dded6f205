"""Writing in a review: each page is one form about one row; a page drawn from an older state is told what differs."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from baubau_pembinaan.core.formats import rentang_tanggal
from evaluations.conduct_forms import ConductFeedbackForm, ConductForm, ExpectationForm
from evaluations.models import PeriodicEvaluation, Review, WorkResult
from evaluations.review_access import Access
from evaluations.review_choices import Stage
from evaluations.review_forms import (
    NewPlanForm,
    NoteForm,
    PartForm,
    PeriodForm,
    PlanForm,
    ProgressForm,
    RatingForm,
    ResultFeedbackForm,
    SeenForm,
    SelfForm,
    WorkForm,
)
from evaluations.selectors import reviews as selectors
from evaluations.services.reviews import writing
from evaluations.services.reviews.refusals import ChangedMeanwhile, NotAtThisStage, NotYours

from .base import SENT, NeedsProfile, draft_name, form_page, found
from .editing import EditPart
from .lost import NOT_TAKEN, TellsLate, lost_page
from .moved import moved_page
from .typed import words_typed


class ResultEdit(EditPart):
    """A line of the plan while planning, its realisation while the year runs; the leader's word on it."""

    title = gettext_lazy("Work result")
    model = WorkResult
    forms: ClassVar[Any] = {PlanForm: "is_person", WorkForm: "is_person", ResultFeedbackForm: "is_lead"}

    def row(self, pk: int) -> WorkResult:
        return get_object_or_404(WorkResult.objects.select_related("review"), pk=pk)

    def form_for(self, review: Review, access: Access) -> type[PartForm] | None:
        if access.may_plan(review):
            return PlanForm
        if access.may_report(review):
            return WorkForm
        return ResultFeedbackForm if access.may_evaluate_period(review) else None

    def _page(self, request: HttpRequest, review: Review, form: PartForm, row: Any, **more: Any) -> HttpResponse:
        if isinstance(form, PlanForm):
            form.suggestions = selectors.results_to_support(review)
        return super()._page(request, review, form, row, **more)

    def save(self, row: WorkResult, form: PartForm, **who: Any) -> None:
        deed: Callable[..., Any] = (
            writing.give_result_feedback if isinstance(form, ResultFeedbackForm) else writing.change_result
        )
        deed(result=row, seen=form.seen_then, **who, **form.changes)

    def title_of(self, row: WorkResult) -> Any:
        return row.plan if row.review.stage != Stage.PLANNING else self.title

    def facts(self, row: WorkResult, review: Review, form: PartForm) -> list[tuple[Any, str]]:
        if isinstance(form, PlanForm):
            return []
        about = [(_("Indicator"), row.indicator), (_("Target"), row.target)]
        done = [(_("Realisation"), row.realisation), (_("Evidence"), row.evidence)]
        return about + done if isinstance(form, ResultFeedbackForm) else about


class ConductEdit(EditPart):
    """All seven values on one page."""

    title = gettext_lazy("Work conduct")
    forms: ClassVar[Any] = {ExpectationForm: "is_lead", ConductFeedbackForm: "is_lead"}

    def row(self, pk: int) -> Review:
        return get_object_or_404(Review, pk=pk)

    def form_for(self, review: Review, access: Access) -> type[ConductForm] | None:
        if access.may_expect(review):
            return ExpectationForm
        return ConductFeedbackForm if access.may_evaluate_period(review) else None

    def title_of(self, row: Review) -> Any:
        is_plan = row.stage in (Stage.PLANNING, Stage.PROPOSED)
        return _("Expectations of the leader") if is_plan else _("Feedback on the conduct")

    def save(self, row: Review, form: ConductForm, **who: Any) -> None:
        writing.change_conduct(review=row, field=form.field, seen=form.marks, words=form.changes, **who)


class PeriodEdit(EditPart):
    """The person says what was done, the supervisor what it is worth; not before the period has begun."""

    model = PeriodicEvaluation
    forms: ClassVar[Any] = {ProgressForm: "is_person", PeriodForm: "is_lead"}

    def row(self, pk: int) -> PeriodicEvaluation:
        row = get_object_or_404(PeriodicEvaluation.objects.select_related("review"), pk=pk)
        if not row.has_begun_on(timezone.localdate()):
            raise PermissionDenied
        return row

    def title_of(self, row: PeriodicEvaluation) -> Any:
        return _("Periodic evaluation %(days)s") % {"days": rentang_tanggal(row.starts_on, row.ends_on)}

    def facts(self, row: PeriodicEvaluation, review: Review, form: PartForm) -> list[tuple[Any, str]]:
        return [(_("What was done"), row.progress)] if isinstance(form, PeriodForm) else []

    def form_for(self, review: Review, access: Access) -> type[PartForm] | None:
        if access.may_report(review):
            return ProgressForm
        return PeriodForm if access.may_evaluate_period(review) else None

    def save(self, row: PeriodicEvaluation, form: PartForm, **who: Any) -> None:
        deed: Callable[..., Any] = (
            writing.report_progress if isinstance(form, ProgressForm) else writing.evaluate_period
        )
        deed(period=row, seen=form.seen_then, **who, **form.changes)


class _Whole(EditPart):
    def row(self, pk: int) -> Review:
        return get_object_or_404(Review, pk=pk)


class SelfEdit(_Whole):
    title = gettext_lazy("My self-assessment")
    forms: ClassVar[Any] = {SelfForm: "is_person"}

    def form_for(self, review: Review, access: Access) -> type[PartForm] | None:
        return SelfForm if access.may_self_assess(review) else None

    def save(self, row: Review, form: PartForm, **who: Any) -> None:
        writing.write_self_assessment(review=row, text=form.cleaned_data["self_text"], seen=form.seen_then, **who)

    def writer(self, request: HttpRequest) -> Any:
        return request.user


class RatingEdit(_Whole):
    title = gettext_lazy("Evaluation of the year")
    forms: ClassVar[Any] = {RatingForm: "is_lead"}

    def form_for(self, review: Review, access: Access) -> type[PartForm] | None:
        return RatingForm if access.may_rate(review) else None

    def save(self, row: Review, form: PartForm, **who: Any) -> None:
        data = form.cleaned_data
        writing.write_rating(
            review=row,
            text=data["supervisor_text"],
            result_rating=data["result_rating"],
            conduct_rating=data["conduct_rating"],
            seen=form.seen_then,
            **who,
        )

    def facts(self, row: Review, review: Review, form: PartForm) -> list[tuple[Any, str]]:
        """Both are handed in or written before anybody may rate."""
        said = [
            f"{rentang_tanggal(period.starts_on, period.ends_on)}: {period.predicate.label}"
            for period in review.periods.all()
            if period.predicate
        ]
        return [(_("Self-assessment"), review.self_text), (_("Periodic evaluations"), "\n".join(said))]


class ResultAdd(TellsLate):
    """One more line of the plan."""

    typed, whose, moves = (PlanForm,), ("is_person",), False

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, access = found(request, pk)
        if not (access.may_plan(review) and review.cycle.is_running):
            raise PermissionDenied
        return self._page(request, review, NewPlanForm())

    def _page(self, request: HttpRequest, review: Review, form: PlanForm) -> HttpResponse:
        draft = draft_name(request, "PlanForm", "baru", review.pk)
        form.suggestions = selectors.results_to_support(review)
        return form_page(request, review, form, _("New work result"), draft=draft)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, access = found(request, pk)
        form = NewPlanForm(request.POST)
        may = access.may_plan(review) and review.cycle.is_running
        if may and not form.is_valid():
            return self._page(request, review, form)
        try:
            if not may:
                raise NotAtThisStage if access.is_person else NotYours
            key = form.cleaned_data["form_key"]
            writing.add_result(review=review, by=request.user, on=timezone.localdate(), form_key=key, **form.changes)
        except NotAtThisStage:
            review, _access = found(request, pk)
            words, draft = NewPlanForm(initial=request.POST.dict()), draft_name(request, "PlanForm", "baru", pk)
            return moved_page(request, review, words, draft=draft, status=409)
        request.session[SENT] = draft_name(request, "PlanForm", "baru", review.pk)
        messages.success(request, _("Saved."))
        return redirect("evaluations:review-detail", pk=review.pk)


class ResultRemove(TellsLate):
    """A question first: what goes is shown, and only that goes."""

    model, whose = WorkResult, ("is_person",)

    def _begin(self, request: HttpRequest, pk: int) -> tuple[WorkResult, Review, bool]:
        result = get_object_or_404(WorkResult.objects.select_related("review"), pk=pk)
        review, access = found(request, result.review_id)
        if not access.is_person:
            raise NotYours
        return result, review, access.may_plan(review) and review.cycle.is_running

    def _page(self, request: HttpRequest, result: WorkResult, review: Review, **more: Any) -> HttpResponse:
        facts = [
            (_("Kind"), result.get_kind_display()),
            (_("Superior's result"), result.supports),
            (result.get_aspect_display(), result.indicator),
            (_("Target"), result.target),
        ]
        form = SeenForm(initial={"seen": writing.token_of(result, writing.PLAN_FIELDS)})
        more |= {"facts": facts, "question": _("Remove this work result from the plan? It cannot be brought back.")}
        title = _("Remove “%(plan)s”") % {"plan": result.plan}
        return form_page(request, review, form, title, submit=_("Remove"), danger=True, **more)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        result, review, is_open = self._begin(request, pk)
        return self._page(request, result, review) if is_open else moved_page(request, review)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        result, review, _is_open = self._begin(request, pk)
        seen = request.POST.get("seen", "")
        try:
            writing.remove_result(result=result, by=request.user, on=timezone.localdate(), seen=seen)
        except NotAtThisStage:
            return moved_page(request, review)
        except ChangedMeanwhile as refusal:
            told = {"changed": refusal.differences, "told": refusal.messages[0]}
            page = self._page(request, WorkResult.objects.get(pk=pk), review, **told)
            page.status_code = 409
            return page
        messages.success(request, _("The line is removed."))
        return redirect("evaluations:review-detail", pk=review.pk)


class NoteAdd(PermissionRequiredMixin, NeedsProfile, View):
    """A word to a colleague. The page tells nothing of the review but whose it is."""

    permission_required = "evaluations.give_feedback"

    def _review(self, pk: int) -> Review:
        review = selectors.colleagues_to_praise(self.profile).filter(pk=pk).first()
        if review is None:
            raise Http404
        return review

    def _page(self, request: HttpRequest, review: Review, form: NoteForm) -> HttpResponse:
        context = {"form": form, "review": review, "draft": draft_name(request, "NoteForm", review.pk)}
        return render(request, "evaluations/review/note.html", context)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self._review(pk), NoteForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            review = self._review(pk)
        except Http404:  # the same for every number: it tells nothing of whose review there is
            if not request.POST.get("text", "").strip():
                raise
            return lost_page(request, NOT_TAKEN, words_typed([NoteForm], request.POST.dict()))
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self._page(request, review, form)
        writing.give_note(review=review, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        request.session[SENT] = draft_name(request, "NoteForm", review.pk)
        messages.success(request, _("Thank you, the note is kept."))
        return redirect("evaluations:review-colleagues")
