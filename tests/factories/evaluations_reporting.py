"""Follow-ups and closed periods for tests."""

from collections.abc import Sequence

from django.utils import timezone

from evaluations.choices import PeriodStatus
from evaluations.models import Answer, FollowUp, Period, Survey
from evaluations.services.surveys import close_period
from tests.factories.evaluations import draft, make_period


def make_follow_up(period: Period | None = None, **fields) -> FollowUp:
    fields.setdefault("unsur", "kompetensi")
    fields.setdefault("action", "Melatih petugas")
    fields.setdefault("kind", "training")
    return FollowUp.objects.create(period=period or make_period(status=PeriodStatus.CLOSED), **fields)


def closed_period(survey: Survey | None = None, *, n: int = 40, values: Sequence[int] = (3, 4), **fields) -> Period:
    """A closed period with its frozen result: `n` answers of `values` in turn; `ratings` per slot overrides."""
    ratings = fields.pop("ratings", {})
    period = make_period(survey, **fields)
    rows = [
        draft(ratings={slot: ratings.get(slot, values[i % len(values)]) for slot in range(1, 10)}, sex=1 + i % 2)
        for i in range(n)
    ]
    Answer.objects.bulk_create([Answer(**row.row(period)) for row in rows])
    close_period(period=period, by=None, at=timezone.now())
    period.refresh_from_db()
    return period
