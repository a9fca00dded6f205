"""Needs of the community: taken in once, decided on, made into something, answered."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.core.followup_code import new_code
from baubau_pembinaan.libraries.models import Library
from outreach.choices import Audience, EventKind, NeedOutcome, NeedSource, NeedStatus, NeedTheme
from outreach.models import Event, Need
from outreach.services.events import create_event

KEEP_CONTACT = timedelta(days=180)
WAIT_AT_MOST = timedelta(days=365)  # a wish nobody ended: who asked has given up on an answer
ENDED = (NeedStatus.DONE, NeedStatus.DECLINED)


class AnswerMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"answer": _("Write the answer: the asker reads it under the code.")})


class ReferenceMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"reference": _("Name the training or the purchase, so that it can be found.")})


class StillHeldAside(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This wish is held aside. Keep or discard it first."))


class HasAnEvent(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("An event was made of this wish already."))


class HasADeed(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Something was made of this wish already."))


@transaction.atomic
def note_need(
    *,
    text: str,
    theme: str,
    at: datetime,
    district: Any = None,
    source: str = NeedSource.WEB,
    session: Any = None,
    name: str = "",
    phone: str = "",
    by: Any = None,
    nonce: str | None = None,
    held_aside: bool = False,
    is_demo: bool = False,
) -> Need:
    """Take a wish in with a new code; the same `nonce` again returns the first.

    Rooms above may bring survey comments with it.
    """
    day = timezone.localdate(at)
    rest = {
        "text": text, "theme": theme, "district": district, "source": source, "session": session, "name": name,
        "phone": phone, "code": new_code(), "asked_on": day, "status_on": day, "is_held": held_aside, "noted_by": by,
        "is_demo": is_demo,
    }  # fmt: skip
    if nonce is None:
        return Need.objects.create(**rest)
    return Need.objects.get_or_create(nonce=nonce, defaults=rest)[0]


@transaction.atomic
def look_at_held(*, need: Need, keep: bool) -> Need | None:
    """Decide on a wish held aside: it counts from now on, or it goes for good."""
    row = _locked(need)
    if not row.is_held:
        return row
    if not keep:
        row.delete()
        return None
    row.is_held = False
    row.save(update_fields=["is_held"])
    return row


@transaction.atomic
def answer_need(
    *,
    need: Need,
    status: str,
    by: Any,
    on: date,
    theme: str = "",
    district: Any = None,
    outcome: str = "",
    reference: str = "",
    answer: str = "",
) -> Need:
    """Say where a wish stands and what it became; the asker reads it under the code.

    A wish that became something else than an event lets go of the draft made of it.
    Raises AnswerMissing (ended without words), ReferenceMissing (training or purchase without a name), StillHeldAside.
    """
    row = _locked(need)
    if row.is_held:
        raise StillHeldAside
    if status in ENDED and not answer.strip():
        raise AnswerMissing
    if outcome in (NeedOutcome.TRAINING, NeedOutcome.PURCHASE) and not reference.strip():
        raise ReferenceMissing
    said = (row.status, row.answer)
    if row.status != status:
        row.status, row.status_on = NeedStatus(status), on
    row.theme, row.district = theme or row.theme, district
    if outcome != row.outcome:
        row.deed_path = ""
    if outcome != NeedOutcome.EVENT:
        row.event = None  # it may become another one
    row.outcome, row.reference, row.answer, row.answered_by = outcome, reference.strip(), answer.strip(), by
    if (row.status, row.answer) != said:
        row.told_on = None
    row.save()
    return row


@transaction.atomic
def make_event_of(*, need: Need, also: Collection[Need] = (), by: Any, on: date) -> Event:
    """An event draft from a wish and the like ones ticked beside it. Raises HasAnEvent, StillHeldAside."""
    rows = list(
        Need.objects.select_for_update().filter(pk__in=[need.pk, *(one.pk for one in also)]).order_by("asked_on", "pk")
    )
    if any(row.is_held for row in rows):
        raise StillHeldAside
    if any(row.event_id for row in rows):
        raise HasAnEvent
    if any(row.deed_path for row in rows):
        raise HasADeed
    first = next(row for row in rows if row.pk == need.pk)
    for_children = first.theme == NeedTheme.CHILDREN
    event = create_event(
        by=by,
        title=_shortened(first.text, 120),
        kind=EventKind.COMMUNITY,
        audience=Audience.CHILDREN if for_children else Audience.EVERYBODY,
        place=first.district.name if first.district else Library.current().name,
        description="\n\n".join(row.text for row in rows)[:5000],
    )
    for row in rows:
        row.event, row.outcome, row.answered_by = event, NeedOutcome.EVENT, by
        if row.status != NeedStatus.ACTED_ON:
            row.status, row.status_on, row.told_on = NeedStatus.ACTED_ON, on, None
        row.save()
    return event


def let_go_of(*, event: Event, on: date) -> int:
    """Before a draft is deleted: the wishes it was made of are open again; returns how many.

    Those that ended keep their answer. Call it in the transaction that deletes.
    """
    rows = list(Need.objects.select_for_update().filter(event=event).order_by("pk"))
    for row in rows:
        row.event, row.outcome = None, "" if row.outcome == NeedOutcome.EVENT else row.outcome
        if row.status == NeedStatus.ACTED_ON:
            row.status, row.status_on, row.told_on = NeedStatus.TAKEN_UP, on, None
        row.save()
    return len(rows)


def wish_to_act_on(need: Need) -> Need:
    """The wish, locked until the caller's transaction ends, for a room above that makes something of it.

    Raises StillHeldAside, HasADeed.
    """
    row = _locked(need)
    if row.is_held:
        raise StillHeldAside
    if row.has_deed:
        raise HasADeed
    return row


def point_need(*, need: Need, outcome: str, reference: str, path: str, by: Any, on: date) -> Need:
    """What a room above drafted of a wish it holds by wish_to_act_on: its name, and where colleagues find it."""
    need.outcome, need.reference, need.deed_path, need.answered_by = outcome, reference[:150], path, by
    if need.status != NeedStatus.ACTED_ON:
        need.status, need.status_on, need.told_on = NeedStatus.ACTED_ON, on, None
    need.save()
    return need


@transaction.atomic
def mark_told(*, need: Need, on: date) -> Need:
    """A colleague has sent the answer; once is enough."""
    row = _locked(need)
    if row.told_on is None:
        row.told_on = on
        row.save(update_fields=["told_on"])
    return row


def forget_contacts(*, today: date) -> int:
    """Remove names and numbers; returns of how many. The code keeps working.

    Of wishes that ended KEEP_CONTACT ago, of those still held aside after that time, and of those on which nothing
    was said for WAIT_AT_MOST.
    """
    old, forgotten = today - KEEP_CONTACT, today - WAIT_AT_MOST
    over = Need.objects.filter(
        Q(status__in=ENDED, status_on__lt=old) | Q(is_held=True, asked_on__lt=old) | Q(status_on__lt=forgotten)
    )
    return over.exclude(name="", phone="").update(name="", phone="")


def _locked(need: Need) -> Need:
    return Need.objects.select_for_update(of=("self",)).select_related("district").get(pk=need.pk)


def _shortened(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
