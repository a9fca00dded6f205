"""What a jump rests on, in short: a page carries it, and the jump finds out what changed since the page was drawn."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from evaluations.models import Conduct, Review, WorkResult
from evaluations.review_choices import OPEN_TO_PERSON, Stage


class Part(NamedTuple):
    """One thing that whoever jumps agrees to: `key` is stable, `label` names it, `text` is what it says."""

    key: str
    label: str
    text: str

    @property
    def mark(self) -> str:
        return hashlib.sha256(f"{self.label}\n{self.text}".encode()).hexdigest()[:10]


def parts_of(
    review: Review, results: Iterable[WorkResult] | None = None, conduct: Iterable[Conduct] | None = None
) -> list[Part]:
    """By the stage: the plan and what is expected, one's own work and words, both ratings and the words beside them.

    Rows already read may be handed over.
    """
    if review.stage in (Stage.RATING, Stage.CALIBRATION, *OPEN_TO_PERSON):
        return _evaluation(review)
    rows = review.results.all() if results is None else results
    if review.stage in (Stage.PLANNING, Stage.PROPOSED):
        values = review.conduct.all() if conduct is None else conduct
        return [*map(_planned, rows), *(_expected(row) for row in values)]
    own = [Part("self", _("Self-assessment"), review.self_text)] if review.stage == Stage.SELF else []
    return [*map(_done, rows), *own]


def _planned(row: WorkResult) -> Part:
    said = (row.get_kind_display(), row.supports, f"{row.get_aspect_display()}: {row.indicator}", row.target)
    return Part(f"h{row.pk}", row.plan, " · ".join(filter(None, said)))


def _done(row: WorkResult) -> Part:
    return Part(f"h{row.pk}", row.plan, " · ".join(filter(None, (row.target, row.realisation, row.evidence))))


def _expected(row: Conduct) -> Part:
    return Part(f"p{row.pk}", row.get_value_display(), row.expectation)


def _evaluation(review: Review) -> list[Part]:
    found = [
        Part("r", _("Rating of the work results"), review.get_result_rating_display() or ""),
        Part("c", _("Rating of the conduct"), review.get_conduct_rating_display() or ""),
        Part("t", _("Supervisor's evaluation"), review.supervisor_text),
    ]
    return [*found, Part("o", _("Objection"), review.objection)] if review.stage == Stage.OBJECTED else found


def seen_of(parts: Iterable[Part]) -> str:
    return " ".join(f"{part.key}:{part.mark}" for part in parts)


def differences(seen: str, parts: Iterable[Part]) -> list[tuple[str, str, str]]:
    """(label, what happened, what stands there now); empty where everything is as it was seen."""
    before = dict(piece.split(":", 1) for piece in seen.split() if ":" in piece)
    found = []
    for part in parts:
        if part.key not in before:
            found.append((part.label, _("added"), part.text))
        elif before[part.key] != part.mark:
            found.append((part.label, _("changed"), part.text))
        before.pop(part.key, None)
    return found + [(_("A work result"), _("removed"), "")] * len(before)
