"""The jumps of a review as buttons: one address, a closed list of deeds, each a named service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from evaluations.models import Review
from evaluations.review_access import Access
from evaluations.review_choices import Stage
from evaluations.review_forms import DecisionForm, ReasonForm, SeenForm
from evaluations.services.reviews import stages, standing
from evaluations.services.reviews.refusals import ChangedMeanwhile, NotAtThisStage, NotYours

from .base import SENT, draft_name, form_page, found


@dataclass(frozen=True)
class Step:
    """slug: its address, in Indonesian. who: the attribute of Access it belongs to. form: asked before, if any."""

    slug: str
    deed: Callable[..., Review]
    stage: Stage
    who: str
    label: str | Promise
    done: str | Promise
    form: type[ReasonForm] | None = None
    primary: bool = True


STEPS = {
    step.slug: step
    for step in (
        Step(
            "ajukan-rencana",
            stages.propose_plan,
            Stage.PLANNING,
            "is_person",
            gettext_lazy("Hand in the plan"),
            gettext_lazy("The plan is with your supervisor."),
        ),
        Step(
            "setujui-rencana",
            stages.agree_plan,
            Stage.PROPOSED,
            "is_lead",
            gettext_lazy("Agree to the plan"),
            gettext_lazy("The plan is agreed."),
        ),
        Step(
            "kembalikan-rencana",
            stages.return_plan,
            Stage.PROPOSED,
            "is_lead",
            gettext_lazy("Send the plan back"),
            gettext_lazy("The plan went back."),
            ReasonForm,
            primary=False,
        ),
        Step(
            "mulai-nilai-mandiri",
            stages.open_self_assessment,
            Stage.RUNNING,
            "is_person",
            gettext_lazy("Begin the self-assessment"),
            gettext_lazy("Write your self-assessment; nobody reads it before you hand it in."),
        ),
        Step(
            "ajukan-nilai-mandiri",
            stages.submit_self_assessment,
            Stage.SELF,
            "is_person",
            gettext_lazy("Hand in the self-assessment"),
            gettext_lazy("Your self-assessment is with your supervisor."),
        ),
        Step(
            "ajukan-evaluasi",
            stages.submit_rating,
            Stage.RATING,
            "is_lead",
            gettext_lazy("Hand in the evaluation"),
            gettext_lazy("The evaluation is handed in."),
        ),
        Step(
            "rilis",
            stages.release_review,
            Stage.CALIBRATION,
            "is_head",
            gettext_lazy("Release"),
            gettext_lazy("The review is released to the person."),
        ),
        Step(
            "kembalikan-evaluasi",
            stages.return_rating,
            Stage.CALIBRATION,
            "is_head",
            gettext_lazy("Send the evaluation back"),
            gettext_lazy("The evaluation went back to the supervisor."),
            ReasonForm,
            primary=False,
        ),
        Step(
            "terima",
            stages.acknowledge_review,
            Stage.RELEASED,
            "is_person",
            gettext_lazy("Acknowledge"),
            gettext_lazy("Thank you. The review is acknowledged."),
        ),
        Step(
            "keberatan",
            stages.object_to_review,
            Stage.RELEASED,
            "is_person",
            gettext_lazy("Object"),
            gettext_lazy("Your objection is with the superior of your supervisor."),
            ReasonForm,
            primary=False,
        ),
        Step(
            "putuskan-keberatan",
            stages.decide_objection,
            Stage.OBJECTED,
            "decides",
            gettext_lazy("Decide on the objection"),
            gettext_lazy("The objection is decided and the review is locked."),
            DecisionForm,
        ),
        Step(
            "kunci",
            stages.lock_review,
            Stage.ACKNOWLEDGED,
            "is_head",
            gettext_lazy("Lock"),
            gettext_lazy("The review is locked."),
        ),
        Step(
            "tutup",
            stages.close_unanswered,
            Stage.RELEASED,
            "closes_unanswered",
            gettext_lazy("Close without an answer"),
            gettext_lazy("The review is locked."),
            ReasonForm,
            primary=False,
        ),
    )
}


def _is_for(step: Step, review: Review, access: Access) -> bool:
    if step.who == "closes_unanswered":
        return access.is_head and review.is_late_on(timezone.localdate())
    return bool(getattr(access, step.who))


def steps_for(review: Review, access: Access) -> list[Step]:
    """The jumps this reader may make now, the usual one first."""
    if not review.cycle.is_running:
        return []
    return [step for step in STEPS.values() if step.stage == review.stage and _is_for(step, review, access)]


class ReviewStep(View):
    """GET asks what the step needs to know, POST does it. At the wrong stage or by the wrong person: 403."""

    def _step(self, request: HttpRequest, pk: int, slug: str) -> tuple[Review, Step]:
        review, access = found(request, pk)
        step = STEPS.get(slug)
        if step is None:
            raise Http404
        if not _is_for(step, review, access):
            raise NotYours
        if step.stage != review.stage or not review.cycle.is_running:
            raise NotAtThisStage
        return review, step

    def _page(self, request: HttpRequest, review: Review, step: Step, form: Any, **more: Any) -> HttpResponse:
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
        try:
            asked.deed(review=review, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except ChangedMeanwhile as refusal:
            return self._told(request, pk, asked, form, refusal)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, asked.done)
            request.session[SENT] = draft_name(request, asked.slug, review.pk)
        return redirect("evaluations:review-detail", pk=pk)

    def _told(self, request: HttpRequest, pk: int, step: Step, form: Any, refusal: ChangedMeanwhile) -> HttpResponse:
        """What changed since the page was drawn, and the fresh state: pressing again is a decision."""
        review, _access = found(request, pk)
        again = type(form)({**request.POST.dict(), "seen": standing.seen_of(standing.parts_of(review))})
        page = self._page(request, review, step, again, changed=refusal.differences, told=refusal.messages[0])
        page.status_code = 409
        return page
