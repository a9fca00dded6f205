"""What an event itself asks whoever registers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from outreach.models import Event, EventQuestion


@dataclass(frozen=True)
class Question:
    """One question of an event's own: a line of text, or with `choices` one of them."""

    text: str
    choices: tuple[str, ...] = ()
    is_required: bool = False


@transaction.atomic
def set_questions(*, event: Event, questions: Sequence[Question]) -> None:
    """What the event asks from now on: exactly these. A question somebody answered is kept, but asked no more."""
    known = {row.text: row for row in event.questions.all()}
    for order, question in enumerate(questions, start=1):
        row = known.pop(question.text, None) or EventQuestion(event=event, text=question.text)
        row.options, row.is_required = "\n".join(question.choices), question.is_required
        row.order, row.is_active = order, True
        row.save()
    for row in known.values():
        row.is_active = False
        row.save(update_fields=["is_active"])
