"""Rows of the evaluation room for tests."""

from datetime import date, timedelta
from itertools import count

from django.db import connection
from django.utils import timezone

from evaluations.choices import IN_COLUMNS, Audience, Channel, InstrumentKind, PeriodStatus, QuestionKind, Slot, Unsur
from evaluations.models import Answer, Comment, Instrument, InstrumentVersion, Period, Question, Survey
from evaluations.services.answering import AnswerDraft
from evaluations.services.instruments import publish_version

_numbers = count(1)


def make_survey(code: str = "", **fields) -> Survey:
    number = next(_numbers)
    fields.setdefault("title", f"Survei {number}")
    fields.setdefault("instrument", Instrument.objects.get(key=fields.pop("key", "skm")))
    if fields["instrument"].is_picture:
        fields.setdefault("audience", Audience.CHILDREN)
    return Survey.objects.create(code=code or f"s{number:04d}", **fields)


def make_version(questions: list[dict], *, key: str = "", kind: str = InstrumentKind.SKM) -> InstrumentVersion:
    """A published version of an instrument of its own; each question is a dict of its fields."""
    instrument = Instrument.objects.create(key=key or f"uji-{next(_numbers)}", title="Uji", kind=kind)
    version = InstrumentVersion.objects.create(instrument=instrument, number=1)
    words = {f"label_{v}": f"jawaban {v}" for v in (1, 2, 3, 4)}
    for order, fields in enumerate(questions, start=1):
        rated = fields.get("kind", QuestionKind.RATING) in IN_COLUMNS
        Question.objects.create(
            **{"version": version, "order": order, "text": f"Tanya {order}?"} | (words if rated else {}) | fields
        )
    publish_version(version=version, at=timezone.now())
    return version


def skm_with_own_questions(**fields) -> InstrumentVersion:
    """Nine unsur, then a choice, a scale of five and a short text, which nobody must answer."""
    own = {"is_required": False}
    return make_version(
        [
            *({"unsur": unsur, "slot": slot} for slot, unsur in enumerate(Unsur.values, start=1)),
            {
                "kind": "choice",
                "key": "tahu-dari",
                "options": "Teman | A friend\nSekolah | School\nPoster | Poster",
                **own,
            },
            {"kind": "scale5", "key": "ramai", "options": "1\n2\n3\n4\n5", **own},
            {"kind": "text", "key": "buku", **own},
        ],
        **fields,
    )


def make_period(survey: Survey | None = None, *, status: str = PeriodStatus.OPEN, **fields) -> Period:
    survey = survey or make_survey()
    today = timezone.localdate()
    fields.setdefault("key", f"P{next(_numbers)}")
    fields.setdefault("starts_on", today - timedelta(days=30))
    fields.setdefault("ends_on", today + timedelta(days=30))
    return Period.objects.create(
        survey=survey,
        version=fields.pop("version", None) or survey.instrument.versions.get(number=1),
        status=status,
        **fields,
    )


def draft(value: int = 4, *, day: date | None = None, **fields) -> AnswerDraft:
    ratings = fields.pop("ratings", dict.fromkeys(range(1, 10), value))
    fields.setdefault("slot", Slot.MORNING)
    fields.setdefault("channel", Channel.WEB)
    return AnswerDraft(ratings=ratings, day=day or timezone.localdate(), **fields)


def make_answers(period: Period, n: int, value: int = 4, **fields) -> list[Answer]:
    """`n` answers of one kind; into a closed period too, as if they had come while it was open."""
    with connection.cursor() as cursor:
        cursor.execute("SET pembinaan.rewriting = 'on'")
        try:
            return Answer.objects.bulk_create([Answer(**draft(value, **fields).row(period)) for _ in range(n)])
        finally:
            cursor.execute("SET pembinaan.rewriting = 'off'")


def make_comment(period: Period | None = None, *, text: str = "Ruang baca sejuk.", day: date | None = None) -> Comment:
    return Comment.objects.create(period=period or make_period(), day=day or timezone.localdate(), text=text)
