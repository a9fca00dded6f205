"""Writing in a review: each page is one form about one row; a page drawn from an older state is told what differs."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from baubau_pembinaan.core.formats import rentang_tanggal
from evaluations.models import Conduct, PeriodicEvaluation, Review, WorkResult
from evaluations.review_access import Access
from evaluations.review_choices import Stage
from evaluations.review_forms import (
    ConductFeedbackForm,
    ExpectationForm,
    NewPlanForm,
    NoteForm,
    PartForm,
    PeriodForm,
    PlanForm,
    ProgressForm,
    RatingForm,
    ResultFeedbackForm,
    SelfForm,
    WorkForm,
)
from evaluations.selectors import reviews as selectors
from evaluations.services.reviews import writing
from evaluations.services.reviews.refusals import EditedMeanwhile

from .base import SENT, NeedsProfile, draft_name, form_page, found


class EditPart(View):
    """The frame of every page below: find the row, ask whether it is theirs now, draw or save."""

    title: str | Promise = ""
    done = "evaluations:review-detail"  # where to after saving, with the review's id

    def row(self, pk: int) -> Any:
        raise NotImplementedError

    def form_for(self, review: Review, access: Access) -> type[PartForm] | None:
        """The form this reader may fill in now; None: none of it is theirs."""
        raise NotImplementedError

    def save(self, row: Any, form: PartForm, **who: Any) -> None:
        raise NotImplementedError

    def _begin(self, request: HttpRequest, pk: int) -> tuple[Any, Review, type[PartForm]]:
        row = self.row(pk)
        review, access = found(request, row.pk if isinstance(row, Review) else row.review_id)
        form = self.form_for(review, access) if review.cycle.is_running else None
        if form is None:
            raise PermissionDenied
        return row, review, form

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, review, form = self._begin(request, pk)
        return self._page(request, review, form(instance=row), row)

    def _page(self, request: HttpRequest, review: Review, form: PartForm, row: Any, **more: Any) -> HttpResponse:
        """The form, its words kept on the device until they are saved."""
        draft = draft_name(request, type(form).__name__, row.pk)
        more |= {"draft": draft, "facts": self.facts(row, review, form)}
        return form_page(request, review, form, self.title_of(row), **more)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, review, form_class = self._begin(request, pk)
        form = form_class(request.POST, instance=row)
        if form.is_valid():
            who = {"by": request.user, "on": timezone.localdate(), "seen": form.cleaned_data["seen"]}
            try:
                self.save(row, form, **who)
            except EditedMeanwhile as refusal:
                return self._told(request, review, form, refusal)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("Saved."))
                request.session[SENT] = draft_name(request, type(form).__name__, row.pk)
                return redirect(self.done, pk=review.pk)
        return self._page(request, review, form, row)

    def _told(self, request: HttpRequest, review: Review, form: PartForm, refusal: EditedMeanwhile) -> HttpResponse:
        """What differs, one's own words still in the form, and the fresh state: pressing again is a decision."""
        seen = writing.token_of(refusal.row, form.names)
        again = type(form)({**request.POST.dict(), "seen": seen}, instance=refusal.row)
        told = {"differences": refusal.differences, "told": refusal.messages[0]}
        page = self._page(request, review, again, refusal.row, **told)
        page.status_code = 409
        return page

    def title_of(self, row: Any) -> Any:
        return self.title

    def facts(self, row: Any, review: Review, form: PartForm) -> list[tuple[Any, str]]:
        """(label, text) of what one writes about, so that nobody has to remember the page before."""
        return []


class ResultEdit(EditPart):
    """A line of the plan while planning, its realisation while the year runs; the leader's word on it."""

    title = gettext_lazy("Work result")

    def row(self, pk: int) -> WorkResult:
        return get_object_or_404(WorkResult.objects.select_related("review"), pk=pk)

    def form_for(self, review: Review, access: Access) -> type[PartForm] | None:
        if access.may_plan(review):
            return PlanForm
        if access.may_report(review):
            return WorkForm
        return ResultFeedbackForm if access.may_evaluate_period(review) else None

    def save(self, row: WorkResult, form: PartForm, **who: Any) -> None:
        deed: Callable[..., Any] = (
            writing.give_result_feedback if isinstance(form, ResultFeedbackForm) else writing.change_result
        )
        deed(result=row, **who, **form.changes)

    def title_of(self, row: WorkResult) -> Any:
        return row.plan if row.review.stage != Stage.PLANNING else self.title

    def facts(self, row: WorkResult, review: Review, form: PartForm) -> list[tuple[Any, str]]:
        if isinstance(form, PlanForm):
            return []
        about = [(_("Indicator"), row.indicator), (_("Target"), row.target)]
        done = [(_("Realisation"), row.realisation), (_("Evidence"), row.evidence)]
        return about + done if isinstance(form, ResultFeedbackForm) else about


class ConductEdit(EditPart):
    def row(self, pk: int) -> Conduct:
        return get_object_or_404(Conduct.objects.select_related("review"), pk=pk)

    def form_for(self, review: Review, access: Access) -> type[PartForm] | None:
        if access.may_expect(review):
            return ExpectationForm
        return ConductFeedbackForm if access.may_evaluate_period(review) else None

    def save(self, row: Conduct, form: PartForm, **who: Any) -> None:
        writing.change_conduct(conduct=row, **who, **form.changes)

    def title_of(self, row: Conduct) -> Any:
        return row.get_value_display()

    def facts(self, row: Conduct, review: Review, form: PartForm) -> list[tuple[Any, str]]:
        is_feedback = isinstance(form, ConductFeedbackForm)
        return [(_("Expectation of the leader"), row.expectation)] if is_feedback else []


class PeriodEdit(EditPart):
    """The person says what was done, the supervisor what it is worth; not before the period has begun."""

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
        deed(period=row, **who, **form.changes)


class _Whole(EditPart):
    def row(self, pk: int) -> Review:
        return get_object_or_404(Review, pk=pk)


class SelfEdit(_Whole):
    title = gettext_lazy("My self-assessment")

    def form_for(self, review: Review, access: Access) -> type[PartForm] | None:
        return SelfForm if access.may_self_assess(review) else None

    def save(self, row: Review, form: PartForm, **who: Any) -> None:
        writing.write_self_assessment(review=row, text=form.cleaned_data["self_text"], **who)


class RatingEdit(_Whole):
    title = gettext_lazy("Evaluation of the year")

    def form_for(self, review: Review, access: Access) -> type[PartForm] | None:
        return RatingForm if access.may_rate(review) else None

    def save(self, row: Review, form: PartForm, **who: Any) -> None:
        data = form.cleaned_data
        writing.write_rating(
            review=row,
            text=data["supervisor_text"],
            result_rating=data["result_rating"],
            conduct_rating=data["conduct_rating"],
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


class ResultAdd(View):
    """One more line of the plan."""

    def _review(self, request: HttpRequest, pk: int) -> Review:
        review, access = found(request, pk)
        if not (access.may_plan(review) and review.cycle.is_running):
            raise PermissionDenied
        return review

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self._review(request, pk), NewPlanForm())

    def _page(self, request: HttpRequest, review: Review, form: PlanForm) -> HttpResponse:
        draft = draft_name(request, "PlanForm", "baru", review.pk)
        return form_page(request, review, form, _("New work result"), draft=draft)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, form = self._review(request, pk), NewPlanForm(request.POST)
        if not form.is_valid():
            return self._page(request, review, form)
        key = form.cleaned_data["form_key"]
        writing.add_result(review=review, by=request.user, on=timezone.localdate(), form_key=key, **form.changes)
        request.session[SENT] = draft_name(request, "PlanForm", "baru", review.pk)
        messages.success(request, _("Saved."))
        return redirect("evaluations:review-detail", pk=review.pk)


class ResultRemove(View):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        result = get_object_or_404(WorkResult.objects.select_related("review"), pk=pk)
        review, _access = found(request, result.review_id)
        writing.remove_result(result=result, by=request.user, on=timezone.localdate())
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
        review, form = self._review(pk), NoteForm(request.POST)
        if not form.is_valid():
            return self._page(request, review, form)
        writing.give_note(review=review, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        request.session[SENT] = draft_name(request, "NoteForm", review.pk)
        messages.success(request, _("Thank you, the note is kept."))
        return redirect("evaluations:review-colleagues")
