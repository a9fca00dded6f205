"""What the pages of the 360-degree feedback read. Before a round is closed nothing of its answers is read at all."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.core.signing import BadSignature
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.models.profile import with_titles
from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.core.statements import Kept, blank
from baubau_pembinaan.libraries import switches
from evaluations.circle import AT_LEAST, Figures, figures
from evaluations.links import read_guest
from evaluations.models import FeedbackRound, Review, RoundGuest, RoundReviewer
from evaluations.review_access import Access
from evaluations.review_choices import Relation, RoundStatus, Value


@dataclass(frozen=True)
class Outcome:
    """Of a closed round: figures, and the texts of everybody together in random order, whoever wrote them."""

    figures: Figures
    strengths: list[str]
    growth: list[str]
    own_strength: str = ""
    own_growth: str = ""

    @property
    def columns(self) -> list[str]:
        groups = [_("%(relations)s (%(n)s)") % {"relations": names(g.relations), "n": g.n} for g in self.figures.groups]
        return [*groups, _("All (%(n)s)") % {"n": self.figures.n}, str(Relation.SELF.label)]

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """Each value with what each column says of it, as text; a dash where nothing may be shown."""
        own = self.figures.own or (None,) * len(Value)
        found = []
        for place, value in enumerate(Value):
            cells = [*(group.means[place] for group in self.figures.groups), self.figures.totals[place], own[place]]
            found.append((str(value.label), ["–" if cell is None else angka(cell, 1) for cell in cells]))
        return found


class AskedLine(NamedTuple):
    """Somebody about whom one is asked. `unit` is None where the review has none."""

    review_id: int
    name: str
    unit: str | None
    closes_on: date


def names(relations: tuple[Relation, ...]) -> str:
    return ", ".join(str(relation.label) for relation in relations)


def round_of(review: Review) -> FeedbackRound | None:
    return FeedbackRound.objects.filter(review=review).first()


def has_outcome(review: Review) -> bool:
    """Whether the part is in use and the round of this review is closed."""
    if not switches.is_on("review_360"):
        return False
    return FeedbackRound.objects.filter(review=review, status=RoundStatus.CLOSED).exists()


def outcome_of(row: FeedbackRound) -> Outcome | None:
    """None before the end."""
    if not row.is_closed:
        return None
    answers = list(row.answers.order_by("pk"))
    shown = figures((answer.relation, answer.scores) for answer in answers)
    others = [answer for answer in answers if answer.relation != Relation.SELF] if shown.groups else []
    own = next((answer for answer in answers if answer.relation == Relation.SELF), None)
    return Outcome(
        shown,
        sorted(answer.strength for answer in others if answer.strength),
        sorted(answer.growth for answer in others if answer.growth),
        own.strength if own else "",
        own.growth if own else "",
    )


def may_read_outcome(access: Access, review: Review) -> bool:
    """The person reads it with the release; who leads them, once the round is closed."""
    return access.reads_text and access.reads_rating(review)


def proposed(row: FeedbackRound | None) -> list[RoundReviewer]:
    """Whom the list names, only while it is made."""
    if row is None or not row.is_proposing:
        return []
    return list(row.reviewers.select_related("reviewer").order_by("relation", "reviewer__name", "pk"))


def guests(row: FeedbackRound | None) -> list[RoundGuest]:
    """From outside: proposed, then asked. They stand here until the round ends, whether they have answered or not."""
    return list(row.guests.order_by("name", "organisation", "pk")) if row else []


def guest_of(token: str, today: date) -> RoundGuest | None:
    """Behind a genuine link in force of a round that takes answers today; None for anything else. One statement."""
    try:
        key = read_guest(token)
    except BadSignature:
        return None
    rows = RoundGuest.objects.filter(key=key, is_revoked=False, round__status=RoundStatus.OPEN)
    return rows.filter(round__closes_on__gte=today).select_related("round__review__person").first()


def asked_of(profile: StaffProfile, today: date) -> QuerySet[RoundReviewer]:
    """Whom this person is asked about and has not answered yet."""
    rows = _waiting().filter(reviewer=profile, round__closes_on__gte=today)
    return rows.select_related("round__review__person", "round__review__unit", "round__review__cycle")


def asked_lines(profile: StaffProfile, today: date) -> list[AskedLine]:
    """The same for a list, those whose round ends first, at most a hundred."""
    return [
        AskedLine(review, with_titles(prefix, name, suffix), unit, last)
        for review, prefix, name, suffix, unit, last in _ASKED.rows(person=profile.pk, today=today)
    ]


def _waiting() -> QuerySet[RoundReviewer]:
    rows = RoundReviewer.objects.filter(round__status=RoundStatus.OPEN)
    return rows.order_by("round__closes_on", "round__review__person__name", "pk")


def _asked() -> QuerySet[RoundReviewer, Any]:
    rows = _waiting().filter(reviewer=blank("person"), round__closes_on__gte=blank("today"))
    person = (f"round__review__person__{part}" for part in ("title_prefix", "name", "title_suffix"))
    return rows.values_list("round__review", *person, "round__review__unit__name", "round__closes_on")[:100]


_ASKED = Kept(_asked)


def enough(reviewers: list[RoundReviewer], from_outside: list[RoundGuest]) -> bool:
    return len(reviewers) + len(from_outside) >= AT_LEAST
