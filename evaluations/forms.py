"""Shape and parse of the public survey form; nothing is saved here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from evaluations.choices import Demographic, Slot
from evaluations.models import Question
from evaluations.services.answering import AnswerDraft

MAX_COMMENT = 2000
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
    demographics: dict[str, int | None] = field(default_factory=dict)
    comment: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    def draft(self, *, day: date, slot: int, channel: int, service_point_id: int | None) -> AnswerDraft:
        return AnswerDraft(
            ratings=self.ratings,
            day=day,
            slot=slot,
            channel=channel,
            service_point_id=service_point_id,
            comment=self.comment,
            **self.demographics,
        )


def parse_answer(
    data: Mapping[str, str], questions: Sequence[Question], options: Mapping[int, set[int]]
) -> ParsedAnswer:
    """Read a posted form. Every question must be answered 1-4; the respondent block may stay empty."""
    parsed = ParsedAnswer()
    for question in questions:
        name = f"r{question.slot}"
        text = data.get(name, "")
        if text in {"1", "2", "3", "4"}:
            parsed.ratings[question.slot] = int(text)
        else:
            parsed.errors[name] = _("Please choose one answer.")
    for name, kind in DEMOGRAPHIC_FIELDS.items():
        text = data.get(name, "")
        if not text:
            parsed.demographics[name] = None
        elif text.isascii() and text.isdigit() and len(text) < 5 and int(text) in options[kind]:
            parsed.demographics[name] = int(text)
        else:
            parsed.errors[name] = _("Please choose from the list.")
    parsed.comment = data.get("comment", "").replace("\r\n", "\n").replace("\x00", "").strip()
    if len(parsed.comment) > MAX_COMMENT:
        parsed.errors["comment"] = _("Please keep it under %(n)s characters.") % {"n": MAX_COMMENT}
    return parsed


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
