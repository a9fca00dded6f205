"""Policies, needs and selection sheets for tests. Every call makes a new one."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from collections_app.models import BoardWeights, CollectionPolicy, CollectionTarget, DemandSignal, SelectionSheet
from collections_app.services.selection import make_sheet as _make_sheet
from collections_app.services.signals import signal_need
from tests.factories.orders import make_fund
from tests.factories.suggestions import make_wish

_numbers = count(1)


def make_policy(**fields: Any) -> CollectionPolicy:
    day = date(2001, 1, 1) + timedelta(days=next(_numbers))
    given = {"name": "Kebijakan pengembangan koleksi", "adopted_on": day, "review_on": day + timedelta(days=1095)}
    return CollectionPolicy.objects.create(**{**given, **fields})


def make_target(**fields: Any) -> CollectionTarget:
    given = {"policy": fields.pop("policy", None) or make_policy(), "share_percent": Decimal(10)}
    if "audience" not in fields:
        fields.setdefault("main_class", "800")
    return CollectionTarget.objects.create(**{**given, **fields})


def make_need(**fields: Any) -> DemandSignal:
    number = next(_numbers)
    until = timezone.localdate() + timedelta(days=30)
    return signal_need(**{"key": f"uji.{number}", "label": f"Kebutuhan {number}", "steps": 3, "until": until, **fields})


def make_sheet(*, wishes: int = 1, amount: int = 1_000_000) -> SelectionSheet:
    """A sheet of new wishes (and of what else stands on the board) out of a new fund."""
    for _wish in range(wishes):
        make_wish()
    now = timezone.now()
    return _make_sheet(fund=make_fund(amount), budget=Decimal(amount), by=None, at=now, on=timezone.localdate(now))


def make_weights(**fields: Any) -> BoardWeights:
    return BoardWeights.objects.create(**{"valid_from": date(2001, 1, 1) + timedelta(days=next(_numbers)), **fields})
