"""The dates of an event: made by a rule or one by one, moved, cancelled, held."""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.formats import hari_tanggal, rentang_pukul, tanggal
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.libraries.models import Holiday
from baubau_pembinaan.notifications.services import notify
from outreach.choices import SessionState
from outreach.models import Event, Facilitator, Session, on_date
from outreach.series import PlannedDay, days_of
from outreach.services.clashes import refuse_clashes
from outreach.services.places import keep_partners, keep_places
from outreach.services.queue import ask_anew, call_off, locked_session, tell_moved

LONGEST = timedelta(days=14)


class DateTaken(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The event already has a date at this time."))


class NotPlanned(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This date was held or cancelled; nothing can be moved."))


class NotCancellable(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This date is cancelled already, or its report says who came."))


class NotAgreed(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This event is not approved: nothing of it can have taken place."))


class LengthImpossible(ValidationError):
    def __init__(self) -> None:
        super().__init__({"ends": _("The end must be after the start.")})


class ReasonMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"reason": _("Say why: everybody who registered reads it.")})


def preview_dates(
    *, rule: str, first: date, event: Event | None = None, starts: time | None = None
) -> list[PlannedDay]:
    """The days of the rule with the holidays that would be skipped; of an event also the dates it has at that time.

    Raises series.RuleGivesNoDate, TooManyDates.
    """
    last = first + timedelta(days=366 * 6)
    holidays = dict(Holiday.objects.between(first, last).order_by("-kind", "pk").values_list("date", "name"))
    days = days_of(rule, first, holidays)
    if event is None or starts is None:
        return days
    known = set(event.sessions.values_list("planned_for", flat=True))
    return [replace(planned, is_known=_moment(planned.day, starts) in known) for planned in days]


def holiday_on(day: date) -> str:
    """The holiday a single date lies on, which a series would skip; "" for an ordinary day."""
    return Holiday.objects.between(day, day).order_by("-kind", "pk").values_list("name", flat=True).first() or ""


@transaction.atomic
def add_series(
    *, event: Event, rule: str, first: date, starts: time, ends: time, at: datetime, by: Any
) -> list[Session]:
    """One date for each open day of the rule, except where it has one already. Returns the new ones.

    Raises LengthImpossible, DoubleBooked.
    """
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if ends <= starts:
        raise LengthImpossible
    planned = preview_dates(event=locked, rule=rule, first=first, starts=starts)
    made = _create(locked, [(_moment(one.day, starts), _moment(one.day, ends)) for one in planned if one.is_new], at)
    with acting(by):
        locked.rule = rule
        locked.save()
    refuse_clashes(locked, at=at)
    return made


@transaction.atomic
def add_session(*, event: Event, starts_at: datetime, ends_at: datetime, at: datetime, place: str = "") -> Session:
    """One more date. Raises DateTaken, LengthImpossible, DoubleBooked."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if not timedelta() < ends_at - starts_at <= LONGEST:
        raise LengthImpossible
    if locked.sessions.filter(planned_for=starts_at).exists():
        raise DateTaken
    [session] = _create(locked, [(starts_at, ends_at)], at, place)
    refuse_clashes(locked, at=at)
    return session


def _create(event: Event, moments: Sequence[tuple[datetime, datetime]], at: datetime, place: str = "") -> list[Session]:
    return Session.objects.bulk_create(
        [
            Session(
                event=event,
                planned_for=start,
                starts_at=start,
                ends_at=end,
                place=place,
                capacity=event.seats_each,
                changed_at=at,
            )
            for start, end in moments
        ]
    )


@transaction.atomic
def move_session(
    *, session: Session, starts_at: datetime, ends_at: datetime, reason: str, by: Any, at: datetime, place: str = ""
) -> Session:
    """Another time or place for this date only. Who is registered stays registered and is told once.

    The event's history says who moved what and why. Raises NotPlanned, LengthImpossible, ReasonMissing, DoubleBooked.
    """
    event = Event.objects.select_for_update().get(pk=session.event_id)  # before its date, as whoever changes it does
    locked = locked_session(session.pk)
    locked.event = event
    if not locked.is_planned:
        raise NotPlanned
    if not timedelta() < ends_at - starts_at <= LONGEST:
        raise LengthImpossible
    if (locked.starts_at, locked.ends_at, locked.place) == (starts_at, ends_at, place):
        return locked
    if not reason.strip():
        raise ReasonMissing
    other_start, before, was = locked.starts_at != starts_at, _when_and_where(locked), copy(locked)
    locked.starts_at, locked.ends_at, locked.place, locked.reason = starts_at, ends_at, place, reason.strip()[:250]
    locked.sequence += 1
    locked.changed_at = at
    locked.save()
    refuse_clashes(locked.event, at=at)
    with acting(by, reason=f"{before} → {_when_and_where(locked)}: {locked.reason}"):
        event.save()  # a line in its book: dates keep none of their own
    if other_start:
        ask_anew(locked)
    tell_moved(locked, was=was, at=at, reason=locked.reason)
    _tell_crew(locked, by, gettext_lazy("Moved: %(event)s"))
    return locked


def _when_and_where(session: Session) -> str:
    return f"{tanggal(session.starts_at)}, {rentang_pukul(session.starts_at, session.ends_at)}, {session.where}"


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by: Any, at: datetime) -> Session:
    """Call off this date only; everybody who registered is told once, unless it is over.

    A date that is over counts as held by itself; one that did not take place is cancelled afterwards.
    Raises NotCancellable, ReasonMissing.
    """
    locked = locked_session(session.pk)
    if not locked.may_be_cancelled:
        raise NotCancellable
    if not reason.strip():
        raise ReasonMissing
    locked.state, locked.reason, locked.place = SessionState.CANCELLED, reason.strip()[:250], locked.where
    locked.partner, locked.partner_settled = locked.partner_there, True
    locked.sequence += 1
    locked.changed_at = at
    locked.save()
    if not locked.is_over(at):
        call_off(locked, at=at)
    _tell_crew(locked, by, gettext_lazy("Cancelled: %(event)s"))
    return locked


def hold_past_sessions(*, at: datetime) -> int:
    """Every published date that is over and that nobody cancelled took place; returns how many became held.

    Its report may still be missing: figures count the date, and say so. Safe to run twice.
    """
    over = Session.objects.public().filter(state=SessionState.PLANNED, ends_at__lte=at)
    keep_places(over)
    keep_partners(over)
    return over.order_by().update(state=SessionState.HELD, changed_at=at)


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def _tell_crew(session: Session, by: Any, subject: Any) -> None:
    crew = Facilitator.objects.filter(on_date(session.pk, session.starts_at), event=session.event_id)
    users = User.objects.filter(profile__facilitations__in=crew, is_active=True).distinct()
    for user in users.order_by("pk"):
        if user != by:
            notify(
                recipient=user,
                key=f"outreach.session.{session.pk}.changed.{session.sequence}",
                kind="outreach.change",
                subject=lambda: str(subject) % {"event": session.event.reader_title},
                body=lambda: "\n".join(
                    [f"{hari_tanggal(session.starts_at)}, {session.clock}", session.where, session.reason]
                ),
                url=reverse("outreach:session-detail", args=[session.pk]),
            )
