"""What patrons read about a registration: subject and lines, in the reader's language."""

from collections.abc import Callable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import hari_tanggal, tanggal_pukul
from outreach.links import guardian_url, self_service_url
from outreach.models import Registration, Session

Words = Callable[[Registration], tuple[str, list[str]]]  # subject, lines; called in the reader's language


def _when(registration: Registration) -> str:
    session = registration.session
    return "\n".join([session.event.reader_title, f"{hari_tanggal(session.starts_at)}, {session.clock}", session.where])


def _link(registration: Registration) -> str:
    return _("See, change or cancel your registration: %(link)s") % {"link": self_service_url(registration)}


def _deadline(registration: Registration) -> str:
    """Until when they must confirm; empty where they need not."""
    until = registration.must_confirm_by
    if until is None:
        return ""
    return _(
        "Please confirm by %(until)s that you come, otherwise the seat goes to the next in the queue. "
        "We ask you a day before."
    ) % {"until": tanggal_pukul(until)}


def seat_words(registration: Registration) -> tuple[str, list[str]]:
    title = registration.session.event.reader_title
    return _("You have a seat: %(event)s") % {"event": title}, [
        _when(registration),
        _deadline(registration),
        _link(registration),
    ]


def waiting_words(position: int) -> Words:
    def words(registration: Registration) -> tuple[str, list[str]]:
        title = registration.session.event.reader_title
        line = _("All seats are taken. You are number %(n)s on the waiting list.") % {"n": position}
        return _("On the waiting list: %(event)s") % {"event": title}, [line, _when(registration), _link(registration)]

    return words


def _offer(registration: Registration) -> str:
    """The offered seat and until when; hours where no deadline runs yet, which is until the text was sent by hand."""
    until, session = registration.invited_until, registration.session
    if until is None or (not registration.email and until >= session.starts_at):
        return _("A seat is free for you. Please answer within %(hours)s hours.") % {
            "hours": session.event.answer_hours
        }
    return _("A seat is free for you. Please answer by %(until)s.") % {"until": tanggal_pukul(until)}


def invited_words(registration: Registration) -> tuple[str, list[str]]:
    title = registration.session.event.reader_title
    return _("A seat is free: %(event)s") % {"event": title}, [
        _offer(registration),
        _when(registration),
        _link(registration),
    ]


def when_and_where(session: Session, language: str) -> str:
    """One line, for saying what a date was before it changed."""
    with translation.override(language):
        return f"{hari_tanggal(session.starts_at)}, {session.clock}, {session.where}"[:300]


def _standing(registration: Registration) -> str:
    """Where a registration stands, for somebody who hears that something changed."""
    if registration.is_invited:
        return _offer(registration)
    if registration.is_waiting:
        return _("You stay on the waiting list in your place; if you cannot come, please leave it.")
    if registration.awaits_guardian:
        return _("There is no seat yet: your parent or guardian must say yes first.")
    if not registration.has_seat:
        return _("There is no seat yet: we are still looking at your registration.")
    return "\n".join(
        line for line in (_("You keep your seats; if you cannot come, please cancel."), _deadline(registration)) if line
    )


def moved_words(before: str, why: str) -> Words:
    """before: when and where the reader still believes it to be; why: the reason somebody gave, if any."""

    def words(registration: Registration) -> tuple[str, list[str]]:
        session = registration.session
        return _("Date or place changed: %(event)s") % {"event": session.event.reader_title}, [
            _("It was: %(before)s") % {"before": before},
            _("Now:") + "\n" + _when(registration),
            why,
            _standing(registration),
            _link(registration),
        ]

    return words


def to_guardian(words: Words) -> Words:
    """What the child reads, as the guardian reads it: their own link in the place of the child's."""

    def told(registration: Registration) -> tuple[str, list[str]]:
        subject, lines = words(registration)
        own = _link(registration)
        return subject, [
            _("You are the guardian of %(name)s. This is what we tell them:") % {"name": registration.name},
            *(line for line in lines if line != own),
            _("Your consent, and how to take it back: %(link)s") % {"link": guardian_url(registration)},
        ]

    return told


def called_off_words(registration: Registration) -> tuple[str, list[str]]:
    session = registration.session
    line = _("We are sorry: this date does not take place.")
    return _("Cancelled: %(event)s") % {"event": session.event.reader_title}, [
        line,
        _when(registration),
        session.reason,
    ]


def confirm_words(until: datetime) -> Words:
    def words(registration: Registration) -> tuple[str, list[str]]:
        title = registration.session.event.reader_title
        line = _("Please confirm by %(until)s that you come; otherwise the seat goes to the next in the queue.")
        return (
            _("Are you coming? %(event)s") % {"event": title},
            [line % {"until": tanggal_pukul(until)}, _when(registration), _link(registration)],
        )

    return words


def released_words(registration: Registration) -> tuple[str, list[str]]:
    title = registration.session.event.reader_title
    line = _(
        "The time to answer is over, so your seat went to the next in the queue. You are welcome to register again."
    )
    return _("Seat released: %(event)s") % {"event": title}, [line, _when(registration)]


def known_words(why: str) -> Words:
    def words(registration: Registration) -> tuple[str, list[str]]:
        line = _("Somebody has just tried to register with your phone number or e-mail. We did not take it in:")
        title = registration.session.event.reader_title
        return _("You are known to us already: %(event)s") % {"event": title}, [
            f"{line} {why}", _when(registration), _link(registration),
        ]  # fmt: skip

    return words


def guardian_words(registration: Registration) -> tuple[str, list[str]]:
    line = _("%(name)s would like to take part. Please read this and say yes or no: %(link)s") % {
        "name": registration.name,
        "link": guardian_url(registration),
    }
    title = registration.session.event.reader_title
    return _("Your consent is needed: %(event)s") % {"event": title}, [line, _when(registration)]


def guardian_told_words(registration: Registration) -> tuple[str, list[str]]:
    line = _("%(name)s, aged 17, has registered. This is for your information; nothing needs to be done.")
    title = registration.session.event.reader_title
    return _("For your information: %(event)s") % {"event": title}, [
        line % {"name": registration.name},
        _when(registration),
    ]
