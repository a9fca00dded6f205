"""What people are told about enrolments and sessions, inside the deed's own transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.accounts.models import StaffProfile, User
from baubau_pembinaan.core.formats import hari_tanggal, rentang_pukul, tanggal_pukul
from baubau_pembinaan.notifications.services import Words, notify
from training.choices import STILL_IN
from training.models import Enrolment, Meeting, Session
from training.notification_kinds import SESSION


def tell(profile: StaffProfile | None, *, key: str, subject: Words, body: Words, url: str) -> None:
    """Say it to the person's account; who has none is told at the desk."""
    if profile is not None and profile.user is not None and profile.user.is_active:
        tell_user(profile.user, key=key, subject=subject, body=body, url=url)


def tell_user(user: User, *, key: str, subject: Words, body: Words, url: str) -> None:
    notify(recipient=user, key=key, kind=SESSION.code, subject=subject, body=body, url=url)


def url_of(session: Session) -> str:
    return reverse("training:session-detail", args=[session.pk])


def seated(enrolment: Enrolment, *, promoted: bool) -> None:
    def body() -> str:
        holes = {"session": enrolment.session.title, "when": first_words(enrolment.session)}
        if promoted:
            return _("A seat became free: you now have one in “%(session)s” (%(when)s).") % holes
        return _("You have a seat in “%(session)s” (%(when)s).") % holes

    tell(
        enrolment.profile,
        key=f"training.enrolment.{enrolment.pk}.seated",
        subject=lambda: _("You have a seat: %(session)s") % {"session": enrolment.session.title},
        body=body,
        url=url_of(enrolment.session),
    )


def queued(enrolment: Enrolment) -> None:
    tell(
        enrolment.profile,
        key=f"training.enrolment.{enrolment.pk}.queued",
        subject=lambda: _("You are on the waiting list: %(session)s") % {"session": enrolment.session.title},
        body=lambda: _("All seats are taken. You move up by yourself as soon as one becomes free."),
        url=url_of(enrolment.session),
    )


def offered(enrolment: Enrolment) -> None:
    """Once: an offer is made to a place in line, and a place in line is offered a seat once."""
    until = enrolment.offered_until
    tell(
        enrolment.profile,
        key=f"training.enrolment.{enrolment.pk}.offered",
        subject=lambda: _("A seat is free: %(session)s") % {"session": enrolment.session.title},
        body=lambda: (
            _("Please take the seat in “%(session)s” by %(until)s; otherwise it goes to the next in line.")
            % {"session": enrolment.session.title, "until": tanggal_pukul(until) if until else ""}
        ),
        url=url_of(enrolment.session),
    )


def lapsed(enrolment: Enrolment) -> None:
    tell(
        enrolment.profile,
        key=f"training.enrolment.{enrolment.pk}.lapsed",
        subject=lambda: _("The seat went to the next in line: %(session)s") % {"session": enrolment.session.title},
        body=lambda: _("The time to take it is over. You may ask for a seat again."),
        url=url_of(enrolment.session),
    )


def refused(enrolment: Enrolment) -> None:
    tell(
        enrolment.profile,
        key=f"training.enrolment.{enrolment.pk}.refused",
        subject=lambda: _("Not approved: %(session)s") % {"session": enrolment.session.title},
        body=lambda: _("Your request was not approved. Reason: %(reason)s") % {"reason": enrolment.reason},
        url=url_of(enrolment.session),
    )


def withdrawn(enrolment: Enrolment, by: Any) -> None:
    """Whoever was taken off by somebody else is told; who left by themselves knows."""
    if by is not None and enrolment.profile.user_id == by.pk:
        return
    tell(
        enrolment.profile,
        key=f"training.enrolment.{enrolment.pk}.withdrawn",
        subject=lambda: _("You were taken off the list: %(session)s") % {"session": enrolment.session.title},
        body=lambda: enrolment.reason or _("Ask the person in charge of the session if this is a mistake."),
        url=url_of(enrolment.session),
    )


def first_words(session: Session) -> str:
    """When the session begins, in the reader's language."""
    meeting = session.meetings.order_by("starts_at", "pk").first()
    return tanggal_pukul(meeting.starts_at) if meeting else _("date to be announced")


def concerned(session: Session) -> list[StaffProfile]:
    """Everybody a change of the session concerns: those ahead of it or in it, its trainers, the person in charge."""
    people = {
        enrolment.profile_id: enrolment.profile
        for enrolment in session.enrolments.filter(status__in=STILL_IN).select_related("profile__user")
    }
    for meeting in session.meetings.select_related("trainer__user"):
        if meeting.trainer:
            people[meeting.trainer.pk] = meeting.trainer
    if session.coordinator:
        people[session.coordinator.pk] = session.coordinator
    return [people[pk] for pk in sorted(people)]


@dataclass(frozen=True)
class Stand:
    """When and where a meeting stands, or stood."""

    starts_at: datetime
    ends_at: datetime
    place: str
    link: str

    @classmethod
    def of(cls, meeting: Meeting) -> "Stand":
        return cls(meeting.starts_at, meeting.ends_at, meeting.place, meeting.link)

    def __str__(self) -> str:
        """In the reader's language; without a place the link says where."""
        when = f"{hari_tanggal(self.starts_at)}, {rentang_pukul(self.starts_at, self.ends_at)}"
        return ", ".join(word for word in (when, self.place or self.link) if word)


# Before and after: a meeting that came has no before, one that went no after.
Move = tuple[Stand | None, Stand | None]
MEETINGS_SAID = 5


def moved(session: Session, people: list[StaffProfile], moves: list[Move]) -> None:
    """Tell what each meeting was and what it is; the session's page shows the rest of many."""
    for person in people:
        tell(
            person,
            key=f"training.session.{session.pk}.moved.{session.changes}",
            subject=lambda: _("New time or place: %(session)s") % {"session": session.title},
            body=lambda: "\n".join(
                [
                    _("“%(session)s” has changed. Your place is kept.") % {"session": session.title},
                    *_said([_move_words(move) for move in moves]),
                ]
            ),
            url=url_of(session),
        )


def _move_words(move: Move) -> str:
    before, after = move
    if before is None:
        return _("New meeting: %(after)s.") % {"after": after}
    if after is None:
        return _("No longer held: %(before)s.") % {"before": before}
    return _("Before: %(before)s. Now: %(after)s.") % {"before": before, "after": after}


def _said(lines: list[str]) -> list[str]:
    """The first lines, and how many more there are."""
    more = len(lines) - MEETINGS_SAID
    if more <= 0:
        return lines
    return [*lines[:MEETINGS_SAID], ngettext("and %(n)s more meeting", "and %(n)s more meetings", more) % {"n": more}]


def named_as_trainer(session: Session, meetings: Iterable[Meeting]) -> None:
    """Each trainer of these meetings learns which ones they teach."""
    taught: dict[StaffProfile, list[Meeting]] = {}
    for meeting in meetings:
        if meeting.trainer is not None:
            taught.setdefault(meeting.trainer, []).append(meeting)
    for trainer, theirs in taught.items():
        stands = [Stand.of(meeting) for meeting in theirs]
        tell(
            trainer,
            key=f"training.session.{session.pk}.teaches.{theirs[0].pk}.{session.changes}",
            subject=lambda: _("You teach: %(session)s") % {"session": session.title},
            body=lambda stands=stands: "\n".join(  # type: ignore[misc]  # a default binds the loop's value
                [_("You are named as trainer of:"), *_said([str(stand) for stand in stands])]
            ),
            url=url_of(session),
        )


def dropped_as_trainer(session: Session, dropped: Iterable[tuple[StaffProfile, Stand]]) -> None:
    """Each learns which meetings, as they stood, they no longer teach."""
    no_longer: dict[StaffProfile, list[Stand]] = {}
    for trainer, stand in dropped:
        no_longer.setdefault(trainer, []).append(stand)
    for trainer, stands in no_longer.items():
        tell(
            trainer,
            key=f"training.session.{session.pk}.no-longer-teaches.{session.changes}",
            subject=lambda: _("No longer your teaching: %(session)s") % {"session": session.title},
            body=lambda stands=stands: "\n".join(  # type: ignore[misc]  # a default binds the loop's value
                [_("Somebody else teaches now, or nobody yet:"), *_said([str(stand) for stand in stands])]
            ),
            url=url_of(session),
        )


def cancelled(session: Session, people: list[StaffProfile]) -> None:
    for person in people:
        tell(
            person,
            key=f"training.session.{session.pk}.cancelled",
            subject=lambda: _("Cancelled: %(session)s") % {"session": session.title},
            body=lambda: (
                _("“%(session)s” does not take place. Reason: %(reason)s")
                % {"session": session.title, "reason": session.cancel_reason}
            ),
            url=url_of(session),
        )


def announced(session: Session, people: list[StaffProfile]) -> None:
    opens_on = session.opens_on if session.opens_on and session.opens_on > timezone.localdate() else None
    for person in people:
        tell(
            person,
            key=f"training.session.{session.pk}.announced",
            subject=lambda: _("There is a date now: %(session)s") % {"session": session.title},
            body=lambda: (
                _("You wanted to take part in “%(session)s”. It begins on %(when)s; ask for a seat from %(day)s on.")
                % {"session": session.title, "when": first_words(session), "day": hari_tanggal(opens_on)}
                if opens_on
                else _("You wanted to take part in “%(session)s”. It begins on %(when)s; you may ask for a seat now.")
                % {"session": session.title, "when": first_words(session)}
            ),
            url=url_of(session),
        )
