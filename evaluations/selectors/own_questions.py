"""Answers to the library's own questions and words beside the occupation "other", read from their summary."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import StaffProfile
from evaluations.choices import OTHER_OCCUPATION, Dimension, QuestionKind
from evaluations.guard import SMALLEST_GROUP, merge
from evaluations.masking import masked
from evaluations.models import ExtraAnswer, Period, Question
from evaluations.selectors.results import Rows
from evaluations.skm import half_up

MOST_TEXTS = 100
Said = tuple[dict[int | None, int], list[str]]
Lines = list[tuple[str, int]]


@dataclass(frozen=True)
class OwnQuestion:
    """An own question with what was said: lines of a choice or scale (guarded), or short texts (names masked); mean for
    scales."""

    text: str
    kind: str
    n: int
    lines: Lines
    mean: Decimal | None
    texts: list[str]


@dataclass(frozen=True)
class OwnAnswers:
    """Everything that stands apart from the ratings of a period."""

    questions: list[OwnQuestion]
    occupations: Lines  # words beside the occupation "other", guarded within it


def fold_extras(period_ids: Iterable[int]) -> int:
    """Bring the summary of own questions up to date; returns the periods folded. One statement, cheap when fresh."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT evaluations_fold_extras(%s::bigint[])", [list(period_ids)])
        return cursor.fetchone()[0]


def own_answers(period: Period, summary: Rows) -> OwnAnswers:
    """Own questions of a period, never joined to the ratings; fewer than SMALLEST_GROUP answers show only themselves
    as too few. Nobody decides on short texts, so the names of staff in them stay masked."""
    questions = _own_questions_of(period)
    others = _others(summary)
    if not questions and not others:
        return OwnAnswers([], [])
    said, words = _said(period)
    return OwnAnswers([_own(q, *said.get(q.pk, ({}, []))) for q in questions], _occupations(words, others))


def _own_questions_of(period: Period) -> list[Question]:
    key = f"survey-own-questions:{period.version_id}"
    questions: list[Question] | None = cache.get(key)
    if questions is None:
        questions = list(Question.objects.filter(version=period.version_id, slot__isnull=True).order_by("order", "pk"))
        if period.version.is_published:
            cache.set(key, questions, 600)
    return questions


def _others(summary: Rows) -> int:
    """How many have the occupation "other"; 0 where the profile does not show it, as then nothing in it may show."""
    cells = [(value, n) for dimension, value, n, _counts in summary if dimension == Dimension.OCCUPATION]
    return dict(merge(cells).shown).get(OTHER_OCCUPATION, 0)


def _said(period: Period) -> tuple[dict[int, Said], dict[str, int]]:
    """(question -> how often each value was given (None: a text), and MOST_TEXTS of the texts, whichever their random
    ids pick, by the alphabet and without names of staff;
    words beside "other" -> how often; "" all words together that too few wrote). Folds and reads in one statement."""
    found: dict[int, Said] = {}
    occupations: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH lines AS (SELECT question_id, value, "  # noqa: S608  # own names only
            "CASE WHEN question_id IS NOT NULL OR n >= %s THEN words ELSE '' END AS words, sum(n)::integer AS n "
            "FROM evaluations_fresh_extras(%s) GROUP BY 1, 2, 3) "
            "SELECT question_id, value, words, n, CASE WHEN question_id IS NOT NULL AND value IS NULL THEN "
            f"ARRAY(SELECT text FROM {ExtraAnswer._meta.db_table} said WHERE said.period_id = %s "
            "AND said.question_id = lines.question_id AND said.value IS NULL ORDER BY said.id LIMIT %s) END, "
            f"CASE WHEN value IS NULL THEN ARRAY(SELECT name FROM {StaffProfile._meta.db_table}) END "
            "FROM lines ORDER BY 1, 2, 3",
            [SMALLEST_GROUP, period.pk, period.pk, MOST_TEXTS],
        )
        for question, value, words, n, texts, names in cursor.fetchall():
            if question is None:
                word = masked(words, names)
                occupations[word] = occupations.get(word, 0) + n
                continue
            tally, mine = found.setdefault(question, ({}, []))
            tally[value] = n
            mine += sorted(masked(text, names) for text in texts or [])
    return found, occupations


def _occupations(words: dict[str, int], others: int) -> Lines:
    """Words that SMALLEST_GROUP people or more wrote, the frequent first; the others together, also with those who
    wrote nothing where either are few. Adds up to `others`, so nothing can be worked out beside it."""
    if not others or not words:
        return []
    silent = others - sum(words.values())
    blocks = merge([*((word, n) for word, n in words.items() if word), ("", words.get("", 0)), (None, max(silent, 0))])
    shown: dict[str | None, int] = dict(blocks.shown)
    small, nothing = blocks.rest_n + shown.pop("", 0), shown.pop(None, 0)
    lines = [((word or "").capitalize(), n) for word, n in sorted(shown.items(), key=lambda line: (-line[1], line[0]))]
    if not lines:  # one heap of everybody says nothing
        return []
    lines += [(_("Other groups together"), small)] if small else []
    return [*lines, (_("Nothing written"), nothing)] if nothing else lines


def _own(q: Question, tally: dict[int | None, int], texts: list[str]) -> OwnQuestion:
    n = sum(tally.values())
    enough = n >= SMALLEST_GROUP
    words: dict[Any, str] = dict(q.answers)
    mean = None
    if q.kind == QuestionKind.CHOICE:  # may ask who somebody is: guarded like any breakdown
        blocks = merge([(value, times) for value, times in tally.items() if value is not None])
        lines = [(words.get(value, str(value)), times) for value, times in blocks.shown]
        if blocks.rest:
            lines.append((_("Other answers together"), blocks.rest_n))
    else:
        lines = [(label, tally.get(value, 0)) for value, label in q.answers] if enough else []
    if enough and q.kind in (QuestionKind.SCALE_4, QuestionKind.SCALE_5):
        mean = half_up(Fraction(sum((value or 0) * times for value, times in tally.items()), n), 2)
    return OwnQuestion(q.reader_text, q.kind, n, lines, mean, texts if enough else [])
