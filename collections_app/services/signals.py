"""Needs that make wishes weigh more. Rooms above this one say them with `signal_need`, staff on a page."""

from datetime import date
from typing import Any

from django.utils.crypto import get_random_string

from collections_app.models import DemandSignal


def signal_need(
    *, key: str, label: str, steps: int, until: date, audience: str = "", main_class: str = "", is_demo: bool = False
) -> DemandSignal:
    """Say a need, or say it anew: the same `key` (such as "evaluations.survey.3.youth") is one row.

    steps: 1 (slight) to 10; audience, main_class: "" means every one; until: the last day it counts.
    """
    row, _made = DemandSignal.objects.update_or_create(
        key=key,
        defaults={
            "label": label[:200], "steps": max(1, min(steps, 10)), "until": until, "audience": audience,
            "main_class": main_class, "is_demo": is_demo,
        },
    )  # fmt: skip
    return row


def drop_needs(*, prefix: str, but: set[str] | frozenset[str] = frozenset()) -> int:
    """Take back the needs whose key begins so, those named in `but` excepted; returns how many."""
    gone, _kinds = DemandSignal.objects.filter(key__startswith=prefix).exclude(key__in=but).delete()
    return gone


def enter_need(*, need: DemandSignal, by: Any) -> DemandSignal:
    """A need that staff see: a programme ahead, a theme of the season."""
    need.key, need.is_own = f"own.{by.pk if by else 0}.{get_random_string(12)}", True
    need.save()
    return need


def remove_need(*, need: DemandSignal) -> None:
    """Only what staff entered; what other rooms say is theirs to take back."""
    if need.is_own:
        need.delete()
