"""Rows of the evaluation room for tests."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from evaluations.choices import Channel, PeriodStatus, Slot
from evaluations.models import Answer, Instrument, Period, Survey
from evaluations.services.answering import AnswerDraft

_numbers = count(1)


def make_survey(code: str = "", **fields) -> Survey:
    number = next(_numbers)
    fields.setdefault("title", f"Survei {number}")
    return Survey.objects.create(code=code or f"s{number:04d}", instrument=Instrument.objects.get(key="skm"), **fields)


def make_period(survey: Survey | None = None, *, status: str = PeriodStatus.OPEN, **fields) -> Period:
    survey = survey or make_survey()
    today = timezone.localdate()
    fields.setdefault("key", f"P{next(_numbers)}")
    fields.setdefault("starts_on", today - timedelta(days=30))
    fields.setdefault("ends_on", today + timedelta(days=30))
    return Period.objects.create(
        survey=survey, version=survey.instrument.versions.get(number=1), status=status, **fields
    )


def draft(value: int = 4, *, day: date | None = None, **fields) -> AnswerDraft:
    ratings = fields.pop("ratings", dict.fromkeys(range(1, 10), value))
    fields.setdefault("slot", Slot.MORNING)
    fields.setdefault("channel", Channel.WEB)
    return AnswerDraft(ratings=ratings, day=day or timezone.localdate(), **fields)


def make_answers(period: Period, n: int, value: int = 4, **fields) -> list[Answer]:
    return Answer.objects.bulk_create([Answer(**draft(value, **fields).row(period)) for _ in range(n)])
