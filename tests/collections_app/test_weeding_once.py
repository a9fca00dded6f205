"""A copy stands on one undecided weeding list, whatever rule proposes it, and once weeded out it stays out."""

import pytest
from django.utils import timezone

from collections_app.choices import ItemStatus, WeedingDecision
from collections_app.models import Item, WeedingLine, WeedingList, WeedingRule
from collections_app.services import weeding
from collections_app.services.weeding import NothingToWeed
from tests.collections_app.test_funds import deed
from tests.factories.care import make_weeding
from tests.factories.collections_app import make_item
from tests.races import Meeting, at_once


def _two_rules(monkeypatch) -> tuple[int, list[type | None]]:
    """Two rules propose the one broken copy at the same moment: how often it is listed, what each was told."""
    copy, found = make_item(status=ItemStatus.REPAIR), weeding.candidates
    one = WeedingRule.objects.get(name="Buku rusak")
    other = WeedingRule.objects.create(name="Rusak juga", status=ItemStatus.REPAIR)
    look = Meeting().after(lambda rule, today: list(found(rule, today=today)))
    monkeypatch.setattr(weeding, "candidates", look)

    def propose(rule):
        return lambda: weeding.propose(rule=rule, by=None, on=timezone.localdate())

    raised = at_once(propose(one), propose(other))
    return WeedingLine.objects.filter(item=copy).count(), [error and type(error) for error in raised]


@pytest.mark.django_db(transaction=True)
def test_two_rules_at_once_propose_a_copy_once(library, monkeypatch):
    listed, said = _two_rules(monkeypatch)
    assert listed == 1 and set(said) == {None, NothingToWeed}


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_rules_propose_it_twice(library, monkeypatch, unguarded):
    """Negative control: nobody takes the lock, so the race above proves something."""
    monkeypatch.setattr(weeding, "hold", lambda lock: None)
    assert _two_rules(monkeypatch) == (2, [None, None])


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        (WeedingDecision.WITHDRAW, WeedingDecision.REPAIR, ItemStatus.WITHDRAWN),
        (WeedingDecision.WITHDRAW, WeedingDecision.KEEP, ItemStatus.WITHDRAWN),
        (WeedingDecision.REPAIR, WeedingDecision.WITHDRAW, ItemStatus.WITHDRAWN),
        (WeedingDecision.KEEP, WeedingDecision.REPAIR, ItemStatus.REPAIR),
    ],
)
def test_minutes_of_another_list_bring_no_copy_back(db, first, second, left):
    one = make_weeding()
    item = one.lines.get().item
    other = WeedingList.objects.create(rule=one.rule, day=one.day)  # as two lists at once left it before
    WeedingLine.objects.create(weeding=other, item=item)
    for made, said in ((one, first), (other, second)):
        weeding.decide(weeding=made, decisions={made.lines.get().pk: said}, **deed())
    assert Item.objects.get(pk=item.pk).status == left
