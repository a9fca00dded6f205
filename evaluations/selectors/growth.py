"""What a review names as worth improving: competences of suggestions, low ratings, low values of the 360 feedback."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.formats import angka, rentang_tanggal
from baubau_pembinaan.libraries import switches
from evaluations.models import FeedbackNote, Review
from evaluations.review_access import Access
from evaluations.review_choices import NoteKind, Rating, Value
from evaluations.selectors.circles import may_read_outcome, outcome_of, round_of
from training.models import Competence, PlanItem, Session
from training.selectors.sessions import SOONEST

LOW = Decimal("2.5")  # of 4: nearer to "sometimes" than to "mostly"
RESULTS, CONDUCT = "hasil", "perilaku"
# Areas that are no unit of competence, by their key
WORDS: dict[str, str | Promise] = {
    RESULTS: gettext_lazy("Work results below expectation"),
    CONDUCT: gettext_lazy("Conduct below expectation"),
    **dict(Value.choices),
}


@dataclass
class Area:
    """`competence` None: it is named by a rating or by a value, and people choose what to learn. `reasons`: why."""

    key: str
    title: str
    competence: Competence | None = None
    reasons: list[str] = field(default_factory=list)
    notes: list[FeedbackNote] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    item: PlanItem | None = None


def areas_of(review: Review, on: date, access: Access) -> list[Area]:
    """What this reader may know of it: low ratings first, then values, then competences by code. 7 statements."""
    found = [*_rated(review, access), *_felt(review, access)]
    return [*found, *(_suggested(review, on) if access.reads_notes(review) else [])]


def _rated(review: Review, access: Access) -> list[Area]:
    reasons: dict[str, list[str]] = {RESULTS: [], CONDUCT: []}
    for row in review.periods.all():
        days = rentang_tanggal(row.starts_on, row.ends_on)
        for key, rating in ((RESULTS, row.result_rating), (CONDUCT, row.conduct_rating)):
            if rating == Rating.BELOW and row.evaluated_on:
                reasons[key].append(_("Periodic evaluation %(days)s") % {"days": days})
    if access.reads_rating(review):
        for key, rating in ((RESULTS, review.result_rating), (CONDUCT, review.conduct_rating)):
            if rating == Rating.BELOW:
                reasons[key].append(_("Evaluation of the year"))
    return [Area(key, str(WORDS[key]), reasons=said) for key, said in reasons.items() if said]


def _felt(review: Review, access: Access) -> list[Area]:
    """Values whose mean over everybody lies low, of a closed round that this reader may read."""
    if not switches.is_on("review_360") or not may_read_outcome(access, review):
        return []
    row = round_of(review)
    outcome = outcome_of(row) if row is not None else None
    if outcome is None:
        return []
    low = [(value, mean) for value, mean in zip(Value, outcome.figures.totals, strict=True) if mean and mean < LOW]
    said = gettext_lazy("360-degree feedback: %(mean)s of 4")
    return [Area(value, str(value.label), reasons=[said % {"mean": angka(mean, 1)}]) for value, mean in low]


def _suggested(review: Review, on: date) -> list[Area]:
    """Competences that suggestions are about, with the soonest trainings that take requests. 3 statements."""
    notes = review.notes.filter(kind=NoteKind.SUGGESTION, competence__isnull=False)
    found: dict[int, Area] = {}
    for note in notes.select_related("competence").order_by("competence__code", "written_on", "pk")[:200]:
        if (unit := note.competence) is not None:
            found.setdefault(unit.pk, Area(str(unit.pk), str(unit), unit)).notes.append(note)
    sessions = Session.objects.registering_on(on).filter(programme__competences__in=found)  # type: ignore[attr-defined]
    for session in sessions.annotate(aim=F("programme__competences")).select_related("programme").order_by(*SOONEST):
        if session.aim in found and len(found[session.aim].sessions) < 3:
            found[session.aim].sessions.append(session)
    items = PlanItem.objects.filter(
        plan__profile=review.person_id, plan__year__gte=review.cycle.year, competence__in=found
    )
    for item in items.select_related("plan").order_by("plan__year", "pk"):
        found[item.competence_id or 0].item = found[item.competence_id or 0].item or item
    return list(found.values())
