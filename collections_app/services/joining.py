"""Demands that are one title, said by a person and taken back by one; a wish that was placed with the wrong one."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from baubau_pembinaan.core.history import acting
from collections_app.choices import FINAL_STEPS, DemandStatus
from collections_app.identity import name_key
from collections_app.models import Demand, Suggestion
from collections_app.selectors.known import owned_title
from collections_app.services.suggestions import one_at_a_time, open_of, tell_colleagues

from .suggestion_refusals import CannotJoin as CannotJoin
from .suggestion_refusals import WishStandsAlone as WishStandsAlone


@transaction.atomic
def join_demands(*, demand: Demand, into: Demand, by: Any) -> None:
    """Say that two demands are one title; `into` leads, unless `demand` has come further: nobody falls back a step.

    Reversible with separate_demand; who hears of a step for the first time is told. Raises CannotJoin.
    """
    rows = {
        row.pk: row for row in Demand.objects.select_for_update().filter(pk__in=[demand.pk, into.pk]).order_by("pk")
    }
    if len(rows) < 2 or any(row.joined_to_id for row in rows.values()) or rows[demand.pk].joined.exists():
        raise CannotJoin
    row, lead = rows[demand.pk], rows[into.pk]
    if _STEPS.index(row.status) > _STEPS.index(lead.status):
        row, lead = lead, row
    with acting(by, gettext("The same title")):
        for each in (*row.joined.select_for_update().order_by("pk"), row):
            each.joined_to = lead
            each.save()
    if row.status != lead.status != DemandStatus.NEW:
        tell_colleagues(lead)


# How far a demand has come. A declined one comes no further; joined to one that is still open, it is open again.
_STEPS: list[str] = [
    DemandStatus.DECLINED, DemandStatus.NEW, DemandStatus.REVIEW, DemandStatus.ACCEPTED, DemandStatus.ORDERED,
    DemandStatus.AVAILABLE,
]  # fmt: skip


@transaction.atomic
def separate_demand(*, demand: Demand, by: Any) -> None:
    """Take a joining back: the demand stands on its own with its own wishes. Raises CannotJoin."""
    row = Demand.objects.select_for_update().get(pk=demand.pk)
    if row.joined_to_id is None:
        raise CannotJoin
    if row.status not in FINAL_STEPS and open_of(row.isbn).exists():
        raise CannotJoin
    row.joined_to = None
    with acting(by, gettext("Not the same title")):
        row.save()


@transaction.atomic
def move_wish(*, suggestion: Suggestion, by: Any, on: date) -> Demand:
    """Take one wish off the demand it was joined with: it gets a demand of its own, in its asker's words.

    Reversible with join_demands. Raises WishStandsAlone.
    """
    one_at_a_time()
    row = Suggestion.objects.select_for_update(of=("self",)).select_related("demand").get(pk=suggestion.pk)
    before = row.demand
    if not before.suggestions.exclude(pk=row.pk).exists():
        raise WishStandsAlone
    title, author = (row.said_title, row.said_author) if row.said_title else (before.title, before.author)
    with acting(by, gettext("Wish taken off another demand")):
        own = Demand.objects.create(
            title=title, author=author, audience=before.audience, is_demo=before.is_demo, status_on=on,
            match_key=name_key(title, author), owned=owned_title(title=title, author=author, isbn=""),
        )  # fmt: skip
    row.demand, row.told_status, row.mailed_status = own, "", ""
    row.save(update_fields=["demand", "told_status", "mailed_status"])
    return own
