"""Weeding: a rule proposes copies, the committee decides, the minutes get a number, copies leave the shelf."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import take_number
from collections_app.choices import ItemStatus, WeedingDecision
from collections_app.models import Item, WeedingLine, WeedingList, WeedingRule
from collections_app.reference import WEEDING_SERIES
from collections_app.selectors.weeding import candidates
from collections_app.services.locks import Lock, hold

MOST = 200  # copies on one list: more no committee looks at in one sitting


class NothingToWeed(ValidationError):
    def __init__(self) -> None:
        super().__init__({"rule": _("No copy falls under this rule.")})


class ListIsDecided(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This list is decided; its decisions stay."))


class DecisionsMissing(ValidationError):
    def __init__(self, count: int) -> None:
        super().__init__(_("%(count)s copies are not decided yet."), params={"count": str(count)})


@transaction.atomic
def propose(*, rule: WeedingRule, by: Any, on: date, is_demo: bool = False) -> WeedingList:
    """A list of the first MOST copies under the rule that stand on no undecided list. Raises NothingToWeed."""
    hold(Lock.WEEDING)
    found = list(candidates(rule, today=on)[:MOST])
    if not found:
        raise NothingToWeed
    with acting(by, gettext("Weeding list made")):
        made = WeedingList.objects.create(rule=rule, day=on, is_demo=is_demo)
        for item in found:
            WeedingLine.objects.create(weeding=made, item=item)
    return made


@transaction.atomic
def note_decisions(*, weeding: WeedingList, decisions: Mapping[int, str], by: Any) -> int:
    """Keep what the committee said of some lines of a long list; returns how many are still open. Nothing moves yet.

    Raises ListIsDecided.
    """
    locked = WeedingList.objects.select_for_update(of=("self",)).get(pk=weeding.pk)
    if locked.is_decided:
        raise ListIsDecided
    with acting(by, gettext("Weeding decisions noted")):
        for line in locked.lines.filter(pk__in=[pk for pk, said in decisions.items() if said]).order_by("pk"):
            if line.decision != decisions[line.pk]:
                line.decision = WeedingDecision(decisions[line.pk])
                line.save()
    return locked.lines.filter(decision=WeedingDecision.OPEN).count()


@transaction.atomic
def decide(
    *, weeding: WeedingList, decisions: Mapping[int, str], note: str = "", by: Any, at: datetime, on: date
) -> WeedingList:
    """The committee's word on every line (by its id), with what was noted before: copies weeded out leave the shelf,
    those to mend are marked. A copy that left the shelf meanwhile stays gone. Raises ListIsDecided, DecisionsMissing.
    """
    locked = WeedingList.objects.select_for_update(of=("self",)).select_related("rule").get(pk=weeding.pk)
    if locked.is_decided:
        raise ListIsDecided
    lines = list(locked.lines.order_by("pk"))
    said = {line.pk: decisions.get(line.pk) or line.decision for line in lines}
    valid = set(WeedingDecision.values) - {WeedingDecision.OPEN.value}
    if missing := [pk for pk, decision in said.items() if decision not in valid]:
        raise DecisionsMissing(len(missing))
    locked.number = take_number(series=WEEDING_SERIES[0], subject=str(locked.rule), day=on, by=by, at=at)
    locked.decided_on, locked.note = on, note
    with acting(by, gettext("Weeding decided")):
        for line in lines:
            line.decision = WeedingDecision(said[line.pk])
            line.save()
        locked.save()
    for decision, status in (
        (WeedingDecision.WITHDRAW, ItemStatus.WITHDRAWN),
        (WeedingDecision.REPAIR, ItemStatus.REPAIR),
    ):
        gone = [line.item_id for line in lines if line.decision == decision]
        # The word of the catalogue's own system no longer holds: files for it say what was decided here.
        still_here = Item.objects.filter(pk__in=gone).exclude(status=ItemStatus.WITHDRAWN)
        still_here.update(status=status, status_given="")
    return locked
