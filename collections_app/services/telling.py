"""Staff have sent a text about wishes by hand."""

from collections.abc import Iterable

from django.db.models import Q

from collections_app.choices import ARRIVED, DemandStatus
from collections_app.models import Suggestion

MOST = 50
STEPS = {*DemandStatus.values, ARRIVED}


def mark_sent(marks: Iterable[str]) -> int:
    """Wishes whose askers were told a step, each as "key:step"; returns how many. A wish that has moved on since is
    told again: only the step that was sent is noted."""
    steps: dict[str, set[int]] = {}
    for mark in list(marks)[:MOST]:
        key, _colon, step = mark.partition(":")
        if step in STEPS and key.isascii() and key.isdigit() and len(key) < 10:
            steps.setdefault(step, set()).add(int(key))
    reached = ~Q(phone="") | Q(partner__isnull=False)
    return sum(
        Suggestion.objects.filter(reached, pk__in=keys).exclude(told_status=step).update(told_status=step)
        for step, keys in steps.items()
    )
