"""The jumps of a review: a closed list of deeds, each a named service, with the question asked before it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.libraries import switches
from evaluations.models import FeedbackRound, Review
from evaluations.review_access import Access
from evaluations.review_choices import RoundStatus, Stage
from evaluations.review_forms import DecisionForm, ReasonForm
from evaluations.selectors.reviews import with_proofs
from evaluations.services.reviews import stages

LAST_MONTH = timedelta(days=31)


@dataclass(frozen=True)
class Step:
    """slug: its address, in Indonesian. who: the attribute of Access it belongs to. form: asked before, if any; where
    there is none, question: pressing the button asks it, and answering it does the deed."""

    slug: str
    deed: Callable[..., Review]
    stage: Stage
    who: str
    label: str | Promise
    done: str | Promise
    form: type[ReasonForm] | None = None
    primary: bool = True
    question: str | Promise = ""


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
            question=gettext_lazy("Hand in the plan? You can change it again only if your supervisor sends it back."),
        ),
        Step(
            "setujui-rencana",
            stages.agree_plan,
            Stage.PROPOSED,
            "is_lead",
            gettext_lazy("Agree to the plan"),
            gettext_lazy("The plan is agreed."),
            question=gettext_lazy("Agree to this plan? From then on neither of you can change it."),
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
            question=gettext_lazy(
                "Begin to look back on the year? Work and evidence can still be written down."
                " They close when you hand in the self-assessment."
            ),
        ),
        Step(
            "ajukan-nilai-mandiri",
            stages.submit_self_assessment,
            Stage.SELF,
            "is_person",
            gettext_lazy("Hand in the self-assessment"),
            gettext_lazy("Your self-assessment is with your supervisor."),
            question=gettext_lazy(
                "Hand in the self-assessment? After that neither it nor realisation and evidence can be changed,"
                " unless your supervisor sends it back."
            ),
        ),
        Step(
            "kembalikan-nilai-mandiri",
            stages.return_self_assessment,
            Stage.RATING,
            "is_lead",
            gettext_lazy("Send the self-assessment back"),
            gettext_lazy("The self-assessment went back to the person."),
            ReasonForm,
            primary=False,
        ),
        Step(
            "ajukan-evaluasi",
            stages.submit_rating,
            Stage.RATING,
            "is_lead",
            gettext_lazy("Hand in the evaluation"),
            gettext_lazy("The evaluation is handed in."),
            question=gettext_lazy("Hand in this evaluation? After that you can change it only if it is sent back."),
        ),
        Step(
            "rilis",
            stages.release_review,
            Stage.CALIBRATION,
            "is_head",
            gettext_lazy("Release"),
            gettext_lazy("The review is released to the person."),
            question=gettext_lazy("Release this review to the person? It cannot be taken back."),
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
            question=gettext_lazy("Accept this result? After that you can no longer object."),
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
            question=gettext_lazy("Lock this review? Nothing in it changes after that."),
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


# Where what a stage asks for is written: beside the button that hands it in, and where that finds something missing.
WRITTEN_AT: dict[str, tuple[str, str | Promise]] = {
    Stage.PLANNING: ("evaluations:review-result-add", gettext_lazy("Add a work result")),
    Stage.PROPOSED: ("evaluations:review-conduct", gettext_lazy("Write the expectations")),
    Stage.SELF: ("evaluations:review-self", gettext_lazy("Write my self-assessment")),
    Stage.RATING: ("evaluations:review-rating", gettext_lazy("Write the evaluation")),
}


def place_of(review: Review) -> dict[str, Any]:
    """Address and words of where this stage is written, for whoever hands it in; empty where there is no such place."""
    if review.stage not in WRITTEN_AT:
        return {}
    name, label = WRITTEN_AT[review.stage]
    return {"writes_at": reverse(name, args=[review.pk]), "writes": label}


def is_for(step: Step, review: Review, access: Access) -> bool:
    if step.who == "closes_unanswered":
        return access.is_head and review.is_late_on(timezone.localdate())
    return bool(getattr(access, step.who))


def steps_for(review: Review, access: Access) -> list[Step]:
    """The jumps this reader may make now, the usual one first.

    The self-assessment is offered once the year has begun, and is what waits only from its last month on.
    """
    if not review.cycle.is_running:
        return []
    today = timezone.localdate()
    found = [step for step in STEPS.values() if step.stage == review.stage and is_for(step, review, access)]
    if review.stage == Stage.RUNNING:
        found = [] if today < review.cycle.starts_on else found
        waits = today >= min(review.cycle.self_due_on, review.cycle.ends_on) - LAST_MONTH
        found = [replace(step, primary=waits) for step in found]
    return found


def question_facts(step: Step, review: Review) -> list[tuple[str, str]]:
    """(label, text) beside the question: what is missing, what one agrees to. Only what whom it is for may read."""
    facts = []
    if step.stage == Stage.SELF:
        results = list(with_proofs(review.results.all()))
        bare = [row for row in results if not (row.evidence or row.proofs or row.records)]  # type: ignore[attr-defined]
        facts = [
            (_("Work results without a realisation"), "\n".join(row.plan for row in results if not row.realisation)),
            (_("Work results without evidence"), "\n".join(row.plan for row in bare)),
        ]
    elif step.stage in (Stage.RATING, Stage.CALIBRATION, Stage.RELEASED):
        facts = [
            (_("Work results"), str(review.get_result_rating_display() or "")),
            (_("Conduct"), str(review.get_conduct_rating_display() or "")),
            (_("Predikat"), str(review.predicate.label) if review.predicate else ""),
        ]
        if step.stage != Stage.RELEASED:
            ends = step.stage == Stage.CALIBRATION or not switches.is_on("review_calibration")
            facts += round_facts(review, ends=ends)
    return facts


def round_facts(review: Review, *, ends: bool) -> list[tuple[str, str]]:
    """That colleagues are still asked about this review; `ends`: that the deed ends it."""
    row = FeedbackRound.objects.filter(review=review, status=RoundStatus.OPEN).first()
    if row is None or row.closes_on is None:
        return []
    said = (
        _("open until %(day)s; it ends with this, and no more answers are taken")
        if ends
        else _("open until %(day)s; it ends earlier if the review is released before")
    )
    return [(_("360-degree feedback"), said % {"day": tanggal(row.closes_on)})]
