"""Taking in one patron's answer: once, without identity, never refused for coming from a crowd."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import F, Model

from baubau_pembinaan.core.prepared import Blank, Prepared
from evaluations.choices import Channel, HeldReason, MarkedRow
from evaluations.models import (
    Answer,
    Comment,
    ExtraAnswer,
    HeldAnswer,
    HeldComment,
    HeldExtra,
    LateAnswers,
    OriginMark,
    Period,
    SpentLink,
    SubmissionKey,
)
from evaluations.services.floods import PeriodEnded, hold_open, take_back, waiting_batch

ModelT = TypeVar("ModelT", bound=Model)
OTHER_WORDS = 0  # among `extras`: what somebody wrote beside the occupation "other", which no question asks
MARK_COLUMNS = ("row", "kind", "period_id", "day", "origin")


@dataclass(frozen=True)
class AnswerDraft:
    """One respondent's words, already checked: ratings by slot (1-4), demographic codes or None."""

    ratings: dict[int, int | None]
    day: date
    slot: int
    channel: int = Channel.WEB
    service_point_id: int | None = None
    sex: int | None = None
    age: int | None = None
    education: int | None = None
    occupation: int | None = None
    comment: str = field(default="", repr=False)
    extras: dict[int, int | str] = field(default_factory=dict, repr=False)  # own question or OTHER_WORDS

    def row(self, period: Period) -> dict[str, object]:
        """Column values of Answer and HeldAnswer."""
        return {
            "id": uuid.uuid4(),
            "period_id": period.pk,
            "service_point_id": self.service_point_id,
            "day": self.day,
            "month": month_of(self.day),
            "slot": self.slot,
            "channel": self.channel,
            "sex": self.sex,
            "age": self.age,
            "education": self.education,
            "occupation": self.occupation,
            **{f"r{slot}": rating for slot, rating in self.ratings.items()},
        }


def month_of(day: date) -> int:
    """The local month as stored: year * 12 + month - 1."""
    return day.year * 12 + day.month - 1


def key_digest(nonce: str) -> bytes:
    """What is kept of a form's key: 32 bytes nobody can turn back."""
    return hashlib.sha256(f"survey-form:{nonce}".encode()).digest()


def submit_answer(
    *, period: Period, draft: AnswerDraft, nonce: str, at_day: date, hold: HeldReason | None = None, origin: str = ""
) -> bool:
    """Store `draft` once per `nonce`; True where it was new. With `hold` it waits aside, outside summary and IKM.
    A form that was refused as late counts when it comes again after a reopening, and is late no more.

    `origin` marks what is stored until the day is over: if its connection proves a flood, all of it is taken back.
    Raises PeriodEnded, and IntegrityError where the period closed before the answer could be counted.
    """
    if hold is None and not draft.comment and not draft.extras:
        return _claim_and_store(nonce, at_day, draft.row(period), origin)  # one statement is a transaction by itself
    with transaction.atomic():
        if hold is not None:
            is_new = _claim(nonce, at_day) or _counts_after_all(nonce, period.pk)
            return is_new and _hold(period, draft, hold, origin)
        if not _claim_and_store(nonce, at_day, draft.row(period), origin):
            return False
        marks = [(row.pk, MarkedRow.EXTRA) for row in store_extras(period.pk, [draft.extras])]
        if draft.comment:
            words = Comment.objects.create(period=period, day=draft.day, text=draft.comment)
            marks.append((words.pk, MarkedRow.COMMENT))
        if origin:
            OriginMark.objects.bulk_create(
                OriginMark(row=row, kind=kind, period=period, day=at_day, origin=origin) for row, kind in marks
            )
        return True


@transaction.atomic
def submit_invited_answer(*, period: Period, draft: AnswerDraft, spent: bytes) -> bool:
    """Store the answer of somebody who was invited, once per `spent` (Invitation.spent_digest); True where it was new.

    The used link and the answer come in one statement, as neither may be kept without the other.
    """
    if not _claim_and_store_as(SpentLink, [spent, period.pk], draft.row(period)):
        return False
    store_extras(period.pk, [draft.extras])
    return True


def _hold(period: Period, draft: AnswerDraft, hold: HeldReason, origin: str) -> bool:
    if not hold_open(period.pk):
        raise PeriodEnded
    batch = waiting_batch(period.pk, draft.day, hold, origin)
    HeldAnswer.objects.bulk_create([HeldAnswer(**draft.row(period), batch=batch)])
    HeldExtra.objects.bulk_create(sorted(_extra_rows(HeldExtra, [draft.extras], batch=batch), key=lambda row: row.pk))
    if draft.comment:
        HeldComment.objects.create(batch=batch, text=draft.comment)
    if hold == HeldReason.FLOOD:
        take_back(period_id=period.pk, origin=origin)
    return True


def _extra_rows(model: type[ModelT], answers: Iterable[Mapping[Any, int | str]], **owner: Any) -> list[ModelT]:
    return [
        model(
            **owner,
            question_id=int(question) or None,  # OTHER_WORDS
            value=None if isinstance(said, str) else said,
            text=said if isinstance(said, str) else "",
        )
        for extras in answers
        for question, said in extras.items()
    ]


def store_extras(period_id: int, answers: Iterable[Mapping[Any, int | str]]) -> list[ExtraAnswer]:
    """Keep answers to own questions, one row each, in the order of their random ids: no two can be joined."""
    rows = _extra_rows(ExtraAnswer, answers, period_id=period_id)
    return ExtraAnswer.objects.bulk_create(sorted(rows, key=lambda row: row.pk), batch_size=1000)


def _claim_and_store(nonce: str, day: date, row: Mapping[str, Any], origin: str) -> bool:
    """The form's key and the answer in one statement: neither without the other, nothing where the key is known."""
    mark = [row["id"], MarkedRow.ANSWER, row["period_id"], day, origin] if origin else []
    if _claim_and_store_as(SubmissionKey, [key_digest(nonce), day], row, mark):
        return True
    with transaction.atomic():
        if not _counts_after_all(nonce, row["period_id"]):
            return False
        Answer.objects.bulk_create([Answer(**row)])
        OriginMark.objects.bulk_create([OriginMark(**dict(zip(MARK_COLUMNS, mark, strict=True)))] if mark else [])
        return True


def _counts_after_all(nonce: str, period_id: int) -> bool:
    """Whether the form with this key was refused as late until now: it comes off the period's late answers, once."""
    if not SubmissionKey.objects.filter(digest=key_digest(nonce), counts=False).update(counts=True):
        return False
    LateAnswers.objects.filter(period=period_id, number__gt=0).update(number=F("number") - 1)
    return True


def _claim_and_store_as(
    claim: type[Model], claimed: Sequence[Any], row: Mapping[str, Any], mark: Sequence[Any] = ()
) -> bool:
    values = [*claimed, *mark, *row.values()]
    statement = _claim_and_store_statement(claim, tuple(row), bool(mark))
    return statement.changed(dict(zip(statement.blanks, values, strict=True))) == 1


@lru_cache(maxsize=50)
def _claim_and_store_statement(claim: type[Model], columns: tuple[str, ...], marks: bool) -> Prepared:
    """`columns` are names of our own model's columns; each questionnaire uses a set of its own. Its blanks are numbers:
    the claim's, the mark's, the answer's."""
    first, second = (field.column for field in claim._meta.concrete_fields[:2])
    marked = f", marked AS ({_insert_claimed(OriginMark, MARK_COLUMNS)})" if marks else ""
    text = (
        f"WITH claimed AS (INSERT INTO {claim._meta.db_table} ({first}, {second}) VALUES (%s, %s)"  # noqa: S608
        f" ON CONFLICT DO NOTHING RETURNING 1){marked} {_insert_claimed(Answer, columns)}"
    )
    return Prepared(text, tuple(Blank(str(number)) for number in range(text.count("%s"))))


def _insert_claimed(model: type[Model], columns: Sequence[str]) -> str:
    types = {field.attname: field.db_type(connection) for field in model._meta.concrete_fields}
    values = ", ".join(f"%s::{types[column]}" for column in columns)
    return f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {values} FROM claimed"  # noqa: S608


def is_known(nonce: str) -> bool:
    """Whether a form with this key was taken in before; one that was only refused as late was not."""
    return SubmissionKey.objects.filter(digest=key_digest(nonce), counts=True).exists()


def _claim(nonce: str, day: date, *, counts: bool = True) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {SubmissionKey._meta.db_table} (digest, day, counts) VALUES (%s, %s, %s) "  # noqa: S608
            "ON CONFLICT DO NOTHING",
            [key_digest(nonce), day, counts],
        )
        return cursor.rowcount == 1


@transaction.atomic
def count_late_answer(*, period: Period, nonce: str, at_day: date) -> None:
    """Remember that somebody's complete answer came after the period closed, once per form, so staff see how many."""
    if _claim(nonce, at_day, counts=False):
        LateAnswers.objects.get_or_create(period=period)
        LateAnswers.objects.filter(period=period).update(number=F("number") + 1)
