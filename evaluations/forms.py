"""Shape and parse of the public survey form; nothing is saved here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from evaluations.choices import OTHER_OCCUPATION, Demographic, QuestionKind, Slot
from evaluations.models import Question
from evaluations.services.answering import OTHER_WORDS, AnswerDraft

MAX_COMMENT = 2000
MAX_SHORT_TEXT = 300
MAX_OTHER_WORDS = 60
SERVICE = "service"
OTHER = "occupation_other"
DEMOGRAPHIC_FIELDS = {
    "sex": Demographic.SEX,
    "age": Demographic.AGE,
    "education": Demographic.EDUCATION,
    "occupation": Demographic.OCCUPATION,
}


@dataclass
class ParsedAnswer:
    """Ratings and codes as far as they are valid, and what is wrong: field name -> message."""

    ratings: dict[int, int | None] = field(default_factory=dict)
    extras: dict[int, int | str] = field(default_factory=dict)  # own question or OTHER_WORDS -> value or short text
    demographics: dict[str, int | None] = field(default_factory=dict)
    service: int | None = None  # where the respondent was served, in a survey about several desks
    comment: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    def forget_stale_choices(self) -> None:
        """Choices about the respondent that are no longer on offer do not hold back an answer given earlier."""
        self.errors.pop(SERVICE, None)
        for name in DEMOGRAPHIC_FIELDS:
            if self.errors.pop(name, None):
                self.demographics[name] = None
        if self.demographics.get("occupation") != OTHER_OCCUPATION:
            self.extras.pop(OTHER_WORDS, None)

    def draft(self, *, day: date, slot: int, channel: int, service_point_id: int | None) -> AnswerDraft:
        return AnswerDraft(
            ratings=self.ratings,
            day=day,
            slot=slot,
            channel=channel,
            service_point_id=service_point_id or self.service,
            comment=self.comment,
            extras=self.extras,
            **self.demographics,
        )


def parse_answer(
    data: Mapping[str, str],
    questions: Sequence[Question],
    options: Mapping[int, set[int]],
    services: Collection[int] = (),
) -> ParsedAnswer:
    """Read a posted form. What must be answered is; own questions and the respondent block may stay empty."""
    parsed = ParsedAnswer()
    for question in questions:
        _read_question(parsed, question, _said_once(data, question.field_name))
    if not options or any(question.kind == QuestionKind.FACES for question in questions):
        return parsed  # nothing else is asked, least of all of a child, whatever was sent
    for name, kind in DEMOGRAPHIC_FIELDS.items():
        text = data.get(name, "")
        if not text:
            parsed.demographics[name] = None
        elif text.isascii() and text.isdigit() and len(text) < 5 and int(text) in options[kind]:
            parsed.demographics[name] = int(text)
        else:
            parsed.errors[name] = _("Please choose from the list.")
    _read_other(parsed, data.get(OTHER, ""), offered=OTHER_OCCUPATION in options[Demographic.OCCUPATION])
    service = data.get(SERVICE, "") if services else ""
    if service in {str(point) for point in services}:
        parsed.service = int(service)
    elif service:
        parsed.errors[SERVICE] = _("Please choose from the list.")
    parsed.comment = data.get("comment", "").replace("\r\n", "\n").replace("\x00", "").strip()
    if len(parsed.comment) > MAX_COMMENT:
        parsed.errors["comment"] = _("Please keep it under %(n)s characters.") % {"n": MAX_COMMENT}
    return parsed


def _said_once(data: Mapping[str, str], name: str) -> str:
    """What stands under `name`; several different values are none that anybody could have chosen."""
    values = set(data.getlist(name)) if isinstance(data, QueryDict) else {data.get(name, "")}
    return values.pop() if len(values) == 1 else ", ".join(sorted(values))


def _read_other(parsed: ParsedAnswer, text: str, *, offered: bool) -> None:
    """Words beside the occupation "other"; they choose it where nothing is chosen and mean nothing beside another."""
    words = " ".join(text.replace("\x00", "").split())
    if not words or not offered or parsed.demographics.get("occupation") not in (None, OTHER_OCCUPATION):
        return
    if "occupation" not in parsed.errors:
        parsed.demographics["occupation"] = OTHER_OCCUPATION
    parsed.extras[OTHER_WORDS] = words
    if len(words) > MAX_OTHER_WORDS:
        parsed.errors[OTHER] = _("Please keep it under %(n)s characters.") % {"n": MAX_OTHER_WORDS}


def _read_question(parsed: ParsedAnswer, question: Question, text: str) -> None:
    """One question: a listed value, or up to 300 characters where it asks for words."""
    if question.kind == QuestionKind.TEXT:
        words = " ".join(text.replace("\x00", "").split())
        if len(words) > MAX_SHORT_TEXT:
            parsed.errors[question.field_name] = _("Please keep it under %(n)s characters.") % {"n": MAX_SHORT_TEXT}
        if words:
            parsed.extras[question.pk] = words
        elif question.is_required:
            parsed.errors[question.field_name] = _("Please write a few words.")
    elif text in {str(value) for value, _words in question.answers}:
        if question.slot is None:
            parsed.extras[question.pk] = int(text)
        else:
            parsed.ratings[question.slot] = int(text)
    elif text or question.is_required:
        parsed.errors[question.field_name] = _("Please choose one answer.")


def question_cards(questions: Sequence[Question], parsed: ParsedAnswer | None) -> list[dict[str, Any]]:
    """What _questions.html draws, one card per question; kept answers and errors come from `parsed`."""
    return [
        {
            "name": q.field_name,
            "number": number,
            "kind": q.kind,
            "picture": q.picture,
            "is_required": q.is_required,
            "text": q.reader_text,
            "example": q.reader_example,
            "answers": q.answers,
            "chosen": _kept(parsed, q) if parsed else None,
            "error": parsed.errors.get(q.field_name) if parsed else None,
        }
        for number, q in enumerate(questions, start=1)
    ]


def _kept(parsed: ParsedAnswer, question: Question) -> int | str | None:
    return parsed.extras.get(question.pk) if question.slot is None else parsed.ratings.get(question.slot)


def claimed_moment(data: Mapping[str, str], issued_on: date, today: date, now_slot: int) -> tuple[date, int]:
    """The day and half-day an off-line answer claims, where its token covers them; else now."""
    try:
        day = date.fromisoformat(data.get("day", ""))
    except ValueError:
        return today, now_slot
    if not issued_on <= day <= today:
        return today, now_slot
    slot = data.get("half", "")
    return day, int(slot) if slot in {"1", "2"} else (now_slot if day == today else Slot.MORNING)
