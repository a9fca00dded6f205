"""Writing in a review. Every deed carries what the writer saw (`token_of`): the second of two is told."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext

from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.history import acting
from evaluations.models import Conduct, FeedbackNote, InternalScore, PeriodicEvaluation, Review, WorkResult
from evaluations.review_choices import Stage
from training.models import Competence

from . import standing
from .refusals import (
    ChangedMeanwhile,
    EditedMeanwhile,
    NotAboutOneThing,
    NotAtThisStage,
    NotYours,
    RatingMissing,
    RowGone,
)
from .stages import begin

PLAN_FIELDS = ("kind", "supports", "plan", "aspect", "indicator", "target")
WORK_FIELDS = ("realisation", "evidence")
Row = TypeVar("Row", bound=models.Model)
BEFORE_RELEASE = (Stage.RUNNING, Stage.SELF, Stage.RATING)
CONDUCT_STAGES = {"expectation": (Stage.PLANNING, Stage.PROPOSED), "feedback": BEFORE_RELEASE}


def _shown(row: models.Model, name: str, value: Any) -> str:
    field = row._meta.get_field(name)
    other: Any = field.related_model
    if other is not None:
        return str(other.objects.filter(pk=value).first() or "")
    choices = dict(getattr(field, "flatchoices", None) or ())
    return str(choices.get(value, value if value is not None else ""))


def token_of(row: models.Model, names: Iterable[str]) -> str:
    """What these fields of the row hold, in a short form that a page can carry and hand back."""
    held = json.dumps({name: getattr(row, name) for name in sorted(names)}, default=str)
    return hashlib.sha256(f"{row._meta.label}:{row.pk}:{held}".encode()).hexdigest()[:24]


def _put(review: Review, row: models.Model, seen: str, by: Any, changes: dict[str, Any]) -> None:
    """Save `changes` in `row` and count the review's version up; `review` is locked. Raises EditedMeanwhile.

    Somebody else's change elsewhere in the review is no quarrel: only these fields, in this row, are compared.
    """
    if is_stale(row, changes, seen):
        raise EditedMeanwhile(row, differences_of(row, changes))
    for name, value in changes.items():
        setattr(row, name, value)
    review.version += 1
    with acting(by):
        if row is not review:
            row.save()
        review.save()


def differences_of(row: models.Model, changes: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(label, saved, yours) of each field that differs."""
    return [
        (
            capfirst(str(getattr(row._meta.get_field(name), "verbose_name", name))),
            _shown(row, name, getattr(row, name)),
            _shown(row, name, value),
        )
        for name, value in changes.items()
        if getattr(row, name) != value
    ]


def is_stale(row: models.Model, names: Iterable[str], seen: str) -> bool:
    return token_of(row, names) != seen


def _still(row: Row) -> Row:
    """The row as it stands. Raises RowGone."""
    found = type(row)._default_manager.filter(pk=row.pk).first()
    if found is None:
        raise RowGone
    return found


def _only(changes: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    if unknown := set(changes) - set(names):
        raise TypeError(f"Not to be written here: {sorted(unknown)}")
    return changes


@transaction.atomic
def add_result(*, review: Review, by: Any, on: date, form_key: str = "", **fields: Any) -> WorkResult:
    """One more line of the plan, while it is planned; the same form (`form_key`) twice gives the first line."""
    row = begin(review, by, on, (Stage.PLANNING,), lambda access: access.is_person)
    if form_key and (known := row.results.filter(form_key=form_key).first()):
        return known
    result = WorkResult(review=row, form_key=form_key, **_only(fields, PLAN_FIELDS))
    with acting(by):
        result.save()
        row.version += 1
        row.save()
    return result


@transaction.atomic
def change_result(*, result: WorkResult, by: Any, on: date, seen: str, **fields: Any) -> WorkResult:
    """Plan fields while planning; realisation and evidence while running. Raises EditedMeanwhile."""
    planning = result.review.stage == Stage.PLANNING
    stages = (Stage.PLANNING,) if planning else (Stage.RUNNING, Stage.SELF)
    row = begin(result.review, by, on, stages, lambda access: access.is_person)
    current = _still(result)
    _put(row, current, seen, by, _only(fields, PLAN_FIELDS if planning else WORK_FIELDS))
    return current


@transaction.atomic
def give_result_feedback(*, result: WorkResult, by: Any, on: date, seen: str, feedback: str) -> WorkResult:
    """The supervisor's word on one work result, from the agreement to the evaluation. Raises EditedMeanwhile."""
    row = begin(result.review, by, on, BEFORE_RELEASE, lambda access: access.is_lead)
    current = _still(result)
    _put(row, current, seen, by, {"feedback": feedback})
    return current


@transaction.atomic
def remove_result(*, result: WorkResult, by: Any, on: date, seen: str) -> None:
    """Only the line that was shown (`seen`, of PLAN_FIELDS) goes. Raises ChangedMeanwhile."""
    row = begin(result.review, by, on, (Stage.PLANNING,), lambda access: access.is_person)
    current = _still(result)
    if is_stale(current, PLAN_FIELDS, seen):
        part = standing.planned(current)
        raise ChangedMeanwhile([(part.label, gettext("changed"), part.text)])
    with acting(by):
        current.delete()
        row.version += 1
        row.save()


@transaction.atomic
def change_conduct(
    *, review: Review, by: Any, on: date, field: str, seen: Mapping[str, str], words: Mapping[str, str]
) -> Review:
    """By the supervisor, for all seven values at once: `field` is "expectation" while the plan is made, "feedback" from
    the agreement to the evaluation.

    `words` by value, `seen` the `mark_of` each as it was drawn: a value left as it was drawn is not written, so two may
    write about different values. Raises EditedMeanwhile where both wrote about the same; then nothing is written.
    """
    row = begin(review, by, on, CONDUCT_STAGES[field], lambda access: access.is_lead)
    changed, quarrels = [], []
    for each in row.conduct.all():
        mine, mark = words.get(each.value, ""), seen.get(each.value, "")
        if mark_of(each, field, mine) in (mark, mark_of(each, field)):
            continue
        if is_stale(_even(each, field), [field], mark):
            quarrels.append((each, (each.get_value_display(), getattr(each, field), mine)))
        else:
            setattr(each, field, mine)
            changed.append(each)
    if quarrels:
        raise EditedMeanwhile(quarrels[0][0], [difference for _row, difference in quarrels])
    row.version += 1
    with acting(by):
        for each in changed:
            each.save()
        row.save()
    return row


def mark_of(row: Conduct, field: str, words: str | None = None) -> str:
    """`token_of` the field; with `words`, as if they stood there."""
    return token_of(_even(row, field, words), [field])


def _even(row: Conduct, field: str, words: str | None = None) -> Conduct:
    """A copy with the line ends of a form, whoever wrote the words."""
    row = copy(row)
    setattr(row, field, "\n".join((getattr(row, field) if words is None else words).splitlines()))
    return row


@transaction.atomic
def report_progress(*, period: PeriodicEvaluation, by: Any, on: date, seen: str, progress: str) -> PeriodicEvaluation:
    """What the person did in the month or quarter. Raises NotAtThisStage before it begins, EditedMeanwhile."""
    row = begin(period.review, by, on, (Stage.RUNNING, Stage.SELF), lambda access: access.is_person)
    current = _begun(period, on)
    _put(row, current, seen, by, {"progress": progress})
    return current


@transaction.atomic
def evaluate_period(
    *,
    period: PeriodicEvaluation,
    by: Any,
    on: date,
    seen: str,
    feedback: str,
    result_rating: int | None,
    conduct_rating: int | None,
) -> PeriodicEvaluation:
    """The supervisor's word on a month or quarter. Raises RatingMissing, EditedMeanwhile.

    Not before it has begun (NotAtThisStage): the simulation of angka kredit would count months that lie ahead.
    """
    row = begin(period.review, by, on, BEFORE_RELEASE, lambda access: access.is_lead)
    current = _begun(period, on)
    if result_rating is None or conduct_rating is None:
        raise RatingMissing
    if current.evaluated_on is None:
        current.evaluated_on = on
    changes = {"feedback": feedback, "result_rating": result_rating, "conduct_rating": conduct_rating}
    _put(row, current, seen, by, changes)
    return current


def _begun(period: PeriodicEvaluation, on: date) -> PeriodicEvaluation:
    """The row as it stands. Raises NotAtThisStage for a month or quarter that lies ahead."""
    row = _still(period)
    if not row.has_begun_on(on):
        raise NotAtThisStage
    return row


@transaction.atomic
def write_self_assessment(*, review: Review, by: Any, on: date, seen: str, text: str) -> Review:
    row = begin(review, by, on, (Stage.SELF,), lambda access: access.is_person)
    _put(row, row, seen, by, {"self_text": text})
    return row


@transaction.atomic
def write_rating(
    *, review: Review, by: Any, on: date, seen: str, text: str, result_rating: int | None, conduct_rating: int | None
) -> Review:
    """The supervisor's draft; it is handed in by `submit_rating`. Raises EditedMeanwhile."""
    row = begin(review, by, on, (Stage.RATING,), lambda access: access.is_lead)
    changes = {"supervisor_text": text, "result_rating": result_rating, "conduct_rating": conduct_rating}
    _put(row, row, seen, by, changes)
    return row


@transaction.atomic
def change_score(*, row: InternalScore, by: Any, on: date, seen: str, score: int | None, note: str) -> InternalScore:
    """The supervisor's score for one criterion of the internal assessment. Raises EditedMeanwhile."""
    review = begin(row.review, by, on, BEFORE_RELEASE, lambda access: access.is_lead)
    current = _still(row)
    _put(review, current, seen, by, {"score": score, "note": note})
    return current


@transaction.atomic
def give_note(
    *,
    review: Review,
    by: Any,
    on: date,
    kind: str,
    text: str,
    value: str = "",
    competence: Competence | None = None,
    form_key: str = "",
) -> FeedbackNote:
    """A colleague's word while the year runs, about a value or a competence; nobody writes to themselves.

    The same form (`form_key`) twice gives the first note. Raises NotAboutOneThing, NotYours.
    """
    author = profile_of(by)
    row = begin(review, by, on, BEFORE_RELEASE, lambda access: not access.is_person and author is not None)
    if author is None or not by.has_perm("evaluations.give_feedback"):
        raise NotYours
    if bool(value) == bool(competence):
        raise NotAboutOneThing
    if form_key and (known := row.notes.filter(form_key=form_key, author=author).first()):
        return known
    return FeedbackNote.objects.create(
        review=row,
        author=author,
        kind=kind,
        value=value,
        competence=competence,
        text=text,
        written_on=on,
        form_key=form_key,
    )
