"""An event's way from a draft to the public calendar."""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.notifications.services import notify
from outreach.choices import EventStatus, SessionState
from outreach.models import Event, Facilitator, Session
from outreach.services.clashes import refuse_clashes
from outreach.services.crew import set_crew
from outreach.services.places import following, keep_begun
from outreach.services.questions import Question, set_questions
from outreach.services.queue import fill_seats, tell_moved

FIELDS = frozenset(
    field.name for field in Event._meta.concrete_fields if field.editable and field.name not in {"id", "status", "note"}
)


# What whoever approves says yes to; the rest (place, seats, words) is the author's to keep right.
APPROVED_FIELDS = ("title", "title_en", "kind", "audience", "age_min", "age_max", "budget_idr")


# What those who lead it may put right beside the author: what a reader sees and whoever comes needs.
CORRECTED_FIELDS = (
    "summary", "summary_en", "description", "description_en", "place", "village", "service_point", "contact_phone",
    "materials",
)  # fmt: skip


class StepNotAllowed(ValidationError):
    """The event does not stand where this step begins."""

    def __init__(self) -> None:
        super().__init__(_("This step does not fit where the event stands now. Load the page again."))


class NotReady(ValidationError):
    """Something a reader needs is missing: dates or the sentence that says what it is."""


class NoteMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Say what should be changed: the author reads it."))


class SeatsTaken(ValidationError):
    def __init__(self, taken: int) -> None:
        super().__init__(
            {"capacity": _("%(n)s people have a seat on one of the dates; there cannot be fewer seats.") % {"n": taken}}
        )


class ApprovedAlready(ValidationError):
    def __init__(self, names: Sequence[str]) -> None:
        words = _("This was approved as it stands. Ask somebody who approves events to change it or to send it back.")
        super().__init__(dict.fromkeys(names, words))


class AuthorsAlone(ValidationError):
    def __init__(self, names: Sequence[str]) -> None:
        words = _("Only the author and those who approve change this. You may correct words, place and materials.")
        super().__init__(dict.fromkeys(names, words))


@transaction.atomic
def create_event(
    *, by: Any, crew: Iterable[tuple[Any, str]] = (), questions: Sequence[Question] = (), **fields: Any
) -> Event:
    """A draft with its facilitators (profile, role). TypeError for a field that is no field of an event."""
    event = Event(author=by, **_known(fields))
    with acting(by):
        event.save()
    Facilitator.objects.bulk_create(
        [Facilitator(event=event, profile=profile, role=role) for profile, role in dict(crew).items()]
    )
    set_questions(event=event, questions=questions)
    return event


@transaction.atomic
def change_event(
    *,
    event: Event,
    by: Any,
    at: datetime,
    crew: Iterable[tuple[Any, str]] | None = None,
    questions: Sequence[Question] | None = None,
    **fields: Any,
) -> Event:
    """Change what the event says. The seats of dates that follow the event's own number change with it.

    Another place or partner: dates that have begun keep theirs; of a place everybody registered to come is told once.

    Raises SeatsTaken where a date already has more people than the new number, ApprovedAlready,
    DoubleBooked (services.clashes).
    """
    locked = Event.objects.select_for_update().get(pk=event.pk)
    _refuse_unapproved(locked, fields, by)
    before = locked.seats_each
    told, was = (locked.title, locked.place), copy(locked)
    for name, value in _known(fields).items():
        setattr(locked, name, value)
    moved = locked.place != was.place
    if moved or locked.partner_id != was.partner_id:
        keep_begun(locked, at)
    with acting(by):
        locked.save()
    renamed = told != (locked.title, locked.place)
    if renamed or locked.seats_each != before:
        planned = _planned(locked)
        if locked.seats_each != before:
            _change_seats(locked, [session for session in planned if session.capacity == before], at)
        if renamed:
            _say_changed(planned, at)
        if moved:
            _tell_new_place(locked, was, planned, at)
    if crew is not None:
        set_crew(event=locked, crew=crew, at=at)
    if questions is not None:
        set_questions(event=locked, questions=questions)
    refuse_clashes(locked, at=at)
    return locked


@transaction.atomic
def correct_event(*, event: Event, by: Any, at: datetime, **fields: Any) -> Event:
    """Put right what needs no approval, by who leads the event or stands in for its author.

    Raises ApprovedAlready and AuthorsAlone for what would change beside CORRECTED_FIELDS.
    """
    locked = Event.objects.select_for_update().get(pk=event.pk)
    changed = {name: value for name, value in _known(fields).items() if value != getattr(locked, name)}
    _refuse_unapproved(locked, changed, by)
    if others := [name for name in changed if name not in CORRECTED_FIELDS]:
        raise AuthorsAlone(others)
    return change_event(event=locked, by=by, at=at, **changed)


def _refuse_unapproved(event: Event, fields: dict[str, Any], by: Any) -> None:
    """What somebody approved stays as it was approved, until somebody who approves changes it or sends it back."""
    if not event.is_agreed or by is None or by.has_perm("outreach.approve_event"):
        return
    changed = [name for name in APPROVED_FIELDS if name in fields and fields[name] != getattr(event, name)]
    if changed:
        raise ApprovedAlready(changed)


def _change_seats(event: Event, sessions: Iterable[Session], at: datetime) -> None:
    """The dates that follow the event's own number, locked, get its new one."""
    for session in sessions:
        if event.seats_each is not None and session.seats_taken > event.seats_each:
            raise SeatsTaken(session.seats_taken)
        session.capacity, session.event = event.seats_each, event
        session.save(update_fields=["capacity"])
        fill_seats(session, at=at)


def _say_changed(sessions: Iterable[Session], at: datetime) -> None:
    """Calendar programs fetch these dates anew, those that are not over. They are locked."""
    for session in sessions:
        if session.ends_at > at:
            session.sequence += 1
            session.changed_at = at
            session.save(update_fields=["sequence", "changed_at"])


def _tell_new_place(event: Event, was: Event, planned: Iterable[Session], at: datetime) -> None:
    """Everybody registered for a date that follows the event hears once where it is now. The dates are locked."""
    if not event.is_published:
        return
    for session in following(planned, at):
        before = copy(session)
        session.event, before.event = event, was
        tell_moved(session, was=before, at=at)


def submit_event(*, event: Event, by: Any, at: datetime) -> Event:
    """Ask for approval. Raises NotReady, StepNotAllowed, DoubleBooked where somebody is wanted elsewhere."""
    with transaction.atomic():
        locked = _locked(event, EventStatus.DRAFT)
        if not locked.summary.strip():
            raise NotReady(_("Say in one sentence what the event is: it stands in the calendar."))
        if not locked.sessions.filter(state=SessionState.PLANNED).exists():
            raise NotReady(_("Add at least one date first; a cancelled one does not count."))
        locked.status, locked.submitted_at, locked.note = EventStatus.SUBMITTED, at, ""
        refuse_clashes(locked, at=at)
        with acting(by):
            locked.save()
        return locked


def approve_event(*, event: Event, by: Any, at: datetime) -> Event:
    """Say yes to a submitted event, or to one's own draft where the author may approve; the author hears of it."""
    with transaction.atomic():
        locked = _locked(event, EventStatus.SUBMITTED)
        locked.status, locked.approved_at, locked.approved_by, locked.note = EventStatus.APPROVED, at, by, ""
        refuse_clashes(locked, at=at)
        with acting(by):
            locked.save()
        _tell_author(
            locked, by, at, gettext_lazy("Your event “%(event)s” is approved"), gettext_lazy("You can publish it now.")
        )
        return locked


def return_event(*, event: Event, by: Any, at: datetime, note: str) -> Event:
    """Give it back to the author with a note. Raises NoteMissing, StepNotAllowed."""
    if not note.strip():
        raise NoteMissing
    with transaction.atomic():
        locked = _locked(event, EventStatus.SUBMITTED, EventStatus.APPROVED)
        locked.status, locked.note = EventStatus.DRAFT, note.strip()[:500]
        locked.submitted_at = locked.approved_at = locked.approved_by = None
        with acting(by, reason=locked.note):
            locked.save()
        _tell_author(locked, by, at, gettext_lazy("Your event “%(event)s” came back"), locked.note)
        return locked


def publish_event(*, event: Event, by: Any, at: datetime) -> Event:
    """Put it on the public calendar. Raises StepNotAllowed, DoubleBooked."""
    with transaction.atomic():
        locked = _locked(event, EventStatus.APPROVED)
        back, locked.withdrawn_at = locked.withdrawn_at is not None, None
        locked.status, locked.published_at = EventStatus.PUBLISHED, at
        dates = _planned(locked) if back else []  # locked before the people, as whoever moves a date does
        refuse_clashes(locked, at=at)
        with acting(by):
            locked.save()
        _say_changed(dates, at)
        return locked


class PeopleAreRegistered(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("People are registered. Cancel the dates instead, so that everybody is told."))


def withdraw_event(*, event: Event, by: Any, at: datetime) -> Event:
    """Take it off the public calendar; calendar programs hear for a while that its dates are cancelled.

    Raises PeopleAreRegistered.
    """
    with transaction.atomic():
        locked = _locked(event, EventStatus.PUBLISHED)
        if locked.sessions.filter(state=SessionState.PLANNED, seats_taken__gt=0).exists():
            raise PeopleAreRegistered
        locked.status, locked.published_at, locked.withdrawn_at = EventStatus.APPROVED, None, at
        with acting(by):
            locked.save()
        _say_changed(_planned(locked), at)
        return locked


def _planned(event: Event) -> list[Session]:
    return list(event.sessions.select_for_update().filter(state=SessionState.PLANNED).order_by("pk"))


def _locked(event: Event, *where: str) -> Event:
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if locked.status not in where:
        raise StepNotAllowed
    return locked


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    if unknown := fields.keys() - FIELDS - {"is_demo"}:
        raise TypeError(f"An event has no field {sorted(unknown)}.")
    return fields


def _tell_author(event: Event, by: Any, at: datetime, subject: Any, body: Any) -> None:
    author = User.objects.filter(pk=event.author_id or 0, is_active=True).first()
    if author is None or author == by:
        return
    notify(
        recipient=author,
        key=f"outreach.event.{event.pk}.{event.status}.{at:%Y%m%d%H%M%S}",
        kind="task",
        subject=lambda: str(subject) % {"event": event.reader_title},
        body=body,
        url=reverse("outreach:event-detail", args=[event.pk]),
    )
