"""What a review names as worth improving: each competence with its notes, open trainings and the goal there is."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from evaluations.models import FeedbackNote, Review
from evaluations.review_choices import NoteKind
from training.models import Competence, PlanItem, Session
from training.selectors.sessions import SOONEST


@dataclass
class Area:
    competence: Competence
    notes: list[FeedbackNote] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    item: PlanItem | None = None


def areas_of(review: Review, on: date) -> list[Area]:
    """Competences that suggestions are about, by code, with the soonest trainings that take requests. 3 statements."""
    notes = review.notes.filter(kind=NoteKind.SUGGESTION, competence__isnull=False)
    found: dict[int, Area] = {}
    for note in notes.select_related("competence").order_by("competence__code", "written_on", "pk")[:200]:
        if note.competence is not None:
            found.setdefault(note.competence.pk, Area(note.competence)).notes.append(note)
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
