"""Gifts of books for tests. Every call makes a new one."""

from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from collections_app.models import Gift, GiftLine
from collections_app.services import gifts

_numbers = count(1)


def make_gift(*titles: str, by: Any = None, **fields: Any) -> Gift:
    """An offer with these titles (one of its own)."""
    number = next(_numbers)
    given = {"giver": f"Yayasan Contoh {number}", "offered_on": timezone.localdate(), **fields}
    gift = gifts.save_gift(gift=Gift(**given), by=by)
    for title in titles or (f"Buku Hadiah {number}",):
        add_given(gift, title=title)
    return gift


def add_given(gift: Gift, **fields: Any) -> GiftLine:
    given = {"title": f"Buku Hadiah {next(_numbers)}", "copies": 1, "value_idr": Decimal(50_000), **fields}
    return gifts.add_titles(gift=gift, lines=[GiftLine(**given)], by=None)[0]


def accept(gift: Gift) -> Gift:
    """Every open title taken, the giver answered."""
    gifts.decide_titles(gift=gift, verdicts={}, by=None, take_rest=True)
    return gifts.answer_gift(gift=gift, by=None, at=timezone.now(), on=timezone.localdate())


def take_in(gift: Gift, by: Any = None) -> Gift:
    """Accepted and taken in, whatever it was."""
    accept(gift)
    return gifts.take_in_gift(gift=gift, by=by, at=timezone.now(), on=timezone.localdate())
