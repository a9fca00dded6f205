"""Pictures of the performance reviews."""

from baubau_pembinaan.accounts.choices import Role
from evaluations.models import Review

PAGES = {
    "reviews-home": (Role.LIBRARIAN, "evaluations:home"),
    "reviews-mine": (Role.LIBRARIAN, "/staf/kinerja/{own_review}/"),
    "reviews-growth": (Role.LIBRARIAN, "/staf/kinerja/{own_review}/pengembangan/"),
    "reviews-credit": (Role.LIBRARIAN, "/staf/kinerja/kredit/{own_person}/"),
    "reviews-team": (Role.DIVISION_HEAD, "evaluations:review-team"),
    "reviews-board": (Role.AGENCY_HEAD, "evaluations:review-board"),
    "reviews-internal": (Role.AGENCY_HEAD, "/staf/kinerja/{scored_review}/penilaian-internal/"),
}


def rows() -> dict[str, object]:
    """The demo's rows that the addresses above name."""
    running = Review.objects.filter(cycle__status="running").order_by("pk")
    own = running.filter(person__user__username="pustakawan").first()
    scored = running.filter(scores__score__isnull=False).first()
    return {
        "own_review": own.pk if own else 0,
        "own_person": own.person_id if own else 0,
        "scored_review": scored.pk if scored else 0,
    }
