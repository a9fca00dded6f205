"""The life of a questionnaire: drafted, published, copied into the next draft."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from evaluations.choices import IN_COLUMNS, InstrumentKind, QuestionKind
from evaluations.models import Instrument, InstrumentVersion, Question

SCALES = {QuestionKind.SCALE_4: 4, QuestionKind.SCALE_5: 5}
MOST_OPTIONS = 20


class NotPublishable(ValidationError):
    """What is still wrong with a draft, one sentence each."""


class DraftExists(ValidationError):
    """An instrument has one draft at a time, so that nobody edits the wrong one."""

    def __init__(self, number: int) -> None:
        super().__init__(_("Version %(number)s is still a draft. Edit that one.") % {"number": number})


def problems_of(instrument: Instrument, questions: Sequence[Question]) -> list[str]:
    """Why this draft cannot be published; empty when it can."""
    found = []
    in_columns = [q for q in questions if q.kind in IN_COLUMNS]
    if not in_columns:
        found.append(_("A version needs at least one question with answer words or faces."))
    for q in questions:
        found += [
            _("Question %(order)s: %(problem)s") % {"order": q.order, "problem": p} for p in _problems(instrument, q)
        ]
    return found


def _problems(instrument: Instrument, q: Question) -> list[str]:
    found = []
    labels = [words for _value, words in q.answers]
    if q.kind in IN_COLUMNS and not all(labels):
        found.append(_("every answer needs its words."))
    if q.kind in IN_COLUMNS and instrument.is_picture != (q.kind == QuestionKind.FACES):
        found.append(_("faces belong to the picture survey, and only they do."))
    if q.kind == QuestionKind.FACES and not q.picture:
        found.append(_("choose a picture for those who cannot read yet."))
    if q.kind not in IN_COLUMNS and instrument.is_picture:
        found.append(_("the picture survey takes no questions in words."))
    if q.kind == QuestionKind.RATING and bool(q.unsur) != (instrument.kind == InstrumentKind.SKM):
        found.append(_("an unsur belongs to each rated question of the SKM, and to no other."))
    if not q.unsur and not q.key:
        found.append(_("give it a key, so that versions can be compared."))
    if q.kind in SCALES and len(labels) != SCALES[QuestionKind(q.kind)]:
        found.append(_("list exactly %(n)s answers.") % {"n": SCALES[QuestionKind(q.kind)]})
    if q.kind == QuestionKind.CHOICE and not 2 <= len(labels) <= MOST_OPTIONS:
        found.append(_("list 2 to 20 answers."))
    return found


@transaction.atomic
def publish_version(*, version: InstrumentVersion, at: datetime) -> InstrumentVersion:
    """From now on the version's questions never change (the database refuses it too). Raises NotPublishable."""
    locked = InstrumentVersion.objects.select_for_update().select_related("instrument").get(pk=version.pk)
    if locked.is_published:
        return locked
    if problems := problems_of(locked.instrument, list(locked.questions.order_by("order", "pk"))):
        raise NotPublishable(problems)
    locked.published_at = at
    locked.save(update_fields=["published_at"])
    return locked


@transaction.atomic
def copy_version(*, version: InstrumentVersion) -> InstrumentVersion:
    """The next version of the same instrument as a draft with the same questions. Raises DraftExists."""
    Instrument.objects.select_for_update().get(pk=version.instrument_id)
    numbers = dict(version.instrument.versions.order_by("number").values_list("number", "published_at"))
    for number, published_at in numbers.items():
        if published_at is None:
            raise DraftExists(number)
    draft = InstrumentVersion.objects.create(instrument_id=version.instrument_id, number=max(numbers) + 1)
    questions = list(version.questions.order_by("order", "pk"))
    for question in questions:
        question.pk, question.version = None, draft
        question._state.adding = True
    Question.objects.bulk_create(questions)
    return draft
