"""Copies taken in and titles accepted, handed to the library's own catalogue system once; more often when asked."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collections_app.choices import CatalogueSystem, Origin
from collections_app.models import CatalogueSending, Item, SentCopy, SentTitle
from collections_app.selectors.sending import awaited, known_titles, taken_in, to_come, waiting
from collections_app.services.locks import Lock, hold

MOST = 20_000  # copies or titles in one file


class NothingToSend(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Every copy taken in was sent already. Tick the box if those are needed again."))


class NoTitleToSend(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Every accepted title was sent already. Tick the box if those are needed again."))


def _one_at_a_time() -> None:
    hold(Lock.SENDINGS)


@transaction.atomic
def send_copies(
    *,
    system: str,
    recipient: str,
    by: Any,
    at: datetime,
    again: bool = False,
    since: date | None = None,
    until: date | None = None,
    is_demo: bool = False,
) -> CatalogueSending:
    """Mark what the system has not got yet as sent to it, the oldest first; the file is made from the marks.

    again: also copies sent before. since, until: only copies received from and up to that day. A title goes with its
    record the first time; further copies of it, and copies of titles that came out of SLiMS, go without. Raises
    NothingToSend.
    """
    _one_at_a_time()
    found = taken_in() if again else waiting(system)
    if since:
        found = found.filter(received_on__gte=since)
    if until:
        found = found.filter(received_on__lte=until)
    items = list(found.order_by("received_on", "pk")[:MOST])
    if not items:
        raise NothingToSend
    there = set() if again else known_titles(system, {item.title_id for item in items})
    sending = CatalogueSending.objects.create(
        system=system, recipient=recipient, again=again, titles=len({item.title_id for item in items}),
        copies=len(items), sent_at=at, sent_by=by, is_demo=is_demo,
    )  # fmt: skip
    SentCopy.objects.bulk_create(
        [
            SentCopy(
                sending=sending, item=item, system=system, again=again,
                with_title=item.title_id not in there and not _came_from(item, system),
            )
            for item in items
        ],
        batch_size=2000,
    )  # fmt: skip
    return sending


@transaction.atomic
def send_accepted(
    *,
    system: str,
    recipient: str,
    by: Any,
    at: datetime,
    again: bool = False,
    since: date | None = None,
    is_demo: bool = False,
) -> CatalogueSending:
    """Mark titles that will be bought as sent to the system before their copies are: a record each, without items.

    again: also titles sent before. since: only those accepted, or ordered, from that day on. Copies that come later go
    without the record then. Raises NoTitleToSend.
    """
    _one_at_a_time()
    found = to_come() if again else awaited(system)
    if since:
        found = found.filter(status_on__gte=since)
    keys = list(found.order_by("pk").values_list("pk", flat=True)[:MOST])
    if not keys:
        raise NoTitleToSend
    sending = CatalogueSending.objects.create(
        system=system, recipient=recipient, again=again, accepted=True, titles=len(keys), copies=0, sent_at=at,
        sent_by=by, is_demo=is_demo,
    )  # fmt: skip
    rows = [SentTitle(sending=sending, demand_id=pk, system=system, again=again) for pk in keys]
    SentTitle.objects.bulk_create(rows, batch_size=2000)
    return sending


def _came_from(item: Item, system: str) -> bool:
    return system == CatalogueSystem.SLIMS and item.title.origin == Origin.SLIMS
