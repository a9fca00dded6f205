"""What a jump rests on, in short: a page carries it, and the jump finds out what changed since the page was drawn."""

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from evaluations.models import Conduct, Review, WorkResult
from evaluations.review_choices import OPEN_TO_PERSON, Stage


class Part(NamedTuple):
    """One thing that whoever jumps agrees to: `key` is stable, `label` names it, `text` is what it says in the reader's
    language, `held` the same as stored."""

    key: str
    label: str
    text: str
    held: tuple[Any, ...]

    @property
    def mark(self) -> str:
        return hashlib.sha256(repr(self.held).encode()).hexdigest()[:10]


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
        return [*map(planned, rows), *(_expected(row) for row in values)]
    words = Part("self", _("Self-assessment"), review.self_text, (review.self_text,))
    own = [words] if review.stage == Stage.SELF else []
    return [*map(_done, rows), *own]


def planned(row: WorkResult) -> Part:
    said = (row.get_kind_display(), row.supports, f"{row.get_aspect_display()}: {row.indicator}", row.target)
    held = (row.plan, row.kind, row.supports, row.aspect, row.indicator, row.target)
    return Part(f"h{row.pk}", row.plan, " · ".join(filter(None, said)), held)


def _done(row: WorkResult) -> Part:
    said = (row.target, row.realisation, row.evidence)
    return Part(f"h{row.pk}", row.plan, " · ".join(filter(None, said)), (row.plan, *said))


def _expected(row: Conduct) -> Part:
    return Part(f"p{row.pk}", row.get_value_display(), row.expectation, (row.expectation,))


def _evaluation(review: Review) -> list[Part]:
    results, conduct = review.result_rating, review.conduct_rating
    words, objection = review.supervisor_text, review.objection
    found = [
        Part("r", _("Rating of the work results"), str(review.get_result_rating_display() or ""), (results,)),
        Part("c", _("Rating of the conduct"), str(review.get_conduct_rating_display() or ""), (conduct,)),
        Part("t", _("Supervisor's evaluation"), words, (words,)),
    ]
    return [*found, Part("o", _("Objection"), objection, (objection,))] if review.stage == Stage.OBJECTED else found


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
