"""Saying something to a patron once: written in the deed's own transaction, sent after it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import hari_tanggal, pukul, tanggal_pukul
from baubau_pembinaan.libraries.models import Library
from outreach.links import guardian_url, self_service_url
from outreach.models import Notice, NoticeState, Registration, Session
from outreach.models.notice import BY_A_COLLEAGUE, UNSENT

MOST_ATTEMPTS = 6
INVITED, MOVED = (
    "invited.",
    "moved.",
)  # begin the keys of an offered seat, then its moment; of a moved date, its SEQUENCE
GUARDIAN_TOO = ".wali"  # ends the keys of what a guardian reads of a message to the child
CONFIRM = "confirm"  # begins the key of the question whether somebody comes; then the SEQUENCE of the date it is about
Words = Callable[[Registration], tuple[str, list[str]]]  # subject, lines; called in the reader's language


def tell(
    registration: Registration, key: str, words: Words, *, at: datetime, only_email: bool = False, before: str = ""
) -> Notice | None:
    """Write one message to whoever registered; None where it was said before. Whom nothing reaches is told in person.

    only_email: what the page said already needs no colleague's hand. `registration` comes with session and event.
    """
    if only_email and not registration.email:
        return None
    reach = registration.email, registration.phone, registration.language
    return _write(registration, key, words, *reach, at=at, before=before)


def tell_guardian(registration: Registration, key: str, words: Words, *, at: datetime) -> Notice | None:
    """The same to the guardian, in their language; None where there is none or none that can be reached."""
    if not registration.guardian_email and not registration.guardian_phone:
        return None
    reach = registration.guardian_email, registration.guardian_phone, registration.guardian_reads
    return _write(registration, key, words, *reach, at=at)


def tell_guardian_too(
    registration: Registration, key: str, words: Words, *, at: datetime, before: str = ""
) -> Notice | None:
    """The guardian reads what the child reads, unless one address is both or their first message still waits."""
    if key.startswith(MOVED) and registration.notices.filter(key__startswith="guardian", state__in=UNSENT).exists():
        return None  # it names the new date
    return tell_guardian_apart(registration, key, to_guardian(words), at=at, before=before)


def tell_guardian_apart(
    registration: Registration, key: str, words: Words, *, at: datetime, before: str = ""
) -> Notice | None:
    """To the guardian in words of their own, where the child hears of the same; one address that is both hears once."""
    email, phone = registration.guardian_email, registration.guardian_phone
    same = email == registration.email if email else phone == registration.phone
    if same or not (email or phone):
        return None
    reach = email, phone, registration.guardian_reads
    return _write(registration, key + GUARDIAN_TOO, words, *reach, at=at, before=before)


def tell_both(registration: Registration, key: str, words: Words, *, at: datetime) -> None:
    """Whoever registered, and the guardian of a minor who did so alone."""
    tell(registration, key, words, at=at)
    tell_guardian_too(registration, key, words, at=at)


def _write(
    registration: Registration,
    key: str,
    words: Words,
    email: str,
    phone: str,
    language: str,
    *,
    at: datetime,
    before: str = "",
) -> Notice | None:
    subject, body = _written(registration, words, language)
    notice, made = Notice.objects.get_or_create(
        registration=registration,
        key=key,
        defaults={
            "email": email,
            "phone": "" if email else phone,
            "language": language,
            "subject": subject,
            "body": body,
            "before": before,
            "state": way_to(email, phone),
            "made_at": at,
            "next_attempt_at": at if email else None,
        },
    )
    if made and email:
        transaction.on_commit(_wake)
    return notice if made else None


def way_to(email: str, phone: str) -> NoticeState:
    if email:
        return NoticeState.WAITING
    return NoticeState.BY_HAND if phone else NoticeState.IN_PERSON


def _written(registration: Registration, words: Words, language: str) -> tuple[str, str]:
    """Subject and text in the reader's language."""
    with translation.override(language):
        subject, lines = words(registration)
        body = "\n\n".join([*(line for line in lines if line), Library.current().name])
    return " ".join(subject.split())[:200], body


def write_anew(notice: Notice, words: Words) -> None:
    """What waits to be sent says how things are now. `notice` is locked and comes with registration, date and event."""
    notice.subject, notice.body = _written(notice.registration, words, notice.language)
    notice.save(update_fields=["subject", "body"])


def _wake() -> None:
    """Ask a worker to send now; where none listens, the minute's sweep does it."""
    from outreach.tasks import send_notices

    try:
        send_notices.delay()
    except OSError:
        return


def send_waiting(*, at: datetime, most: int = 100) -> int:
    """Send what waits, one transaction each so that nothing is sent twice by two workers; returns how many went."""
    sent = 0
    for _number in range(most):
        with transaction.atomic():
            notice = (
                Notice.objects.select_for_update(skip_locked=True)
                .filter(state=NoticeState.WAITING, next_attempt_at__lte=at)
                .order_by("next_attempt_at", "pk")
                .first()
            )
            if notice is None:
                return sent
            sent += _send(notice, at)
    return sent


def _send(notice: Notice, at: datetime) -> int:
    letter = EmailMessage(
        subject=notice.subject,
        body=notice.body,
        to=[notice.email],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": f"<kegiatan-{notice.pk}@{_host()}>"},
    )
    notice.attempts += 1
    try:
        letter.send()
    except OSError:  # every failure of a mail server is one
        gone = notice.attempts >= MOST_ATTEMPTS
        notice.state = NoticeState.FAILED if gone else NoticeState.WAITING
        notice.next_attempt_at = None if gone else at + timedelta(minutes=2**notice.attempts)
        notice.save(update_fields=["attempts", "state", "next_attempt_at"])
        return 0
    notice.state, notice.sent_at, notice.next_attempt_at = NoticeState.SENT, at, None
    notice.save(update_fields=["attempts", "state", "sent_at", "next_attempt_at"])
    return 1


def _host() -> str:
    return settings.SITE_URL.split("://", 1)[1].split(":", 1)[0]


@transaction.atomic
def mark_sent_by_hand(*, notice: Notice, by: Any, at: datetime) -> Notice:
    """A colleague sent the WhatsApp text or told them in person. An offered seat's deadline starts now (rulings 32)."""
    from outreach.services.queue import locked_session, start_deadline

    locked_session(notice.registration.session_id)  # before the text, as whoever moves the date does
    locked = Notice.objects.select_for_update().select_related("registration").get(pk=notice.pk)
    if locked.state not in BY_A_COLLEAGUE:
        return locked
    locked.state, locked.sent_at, locked.sent_by = NoticeState.SENT, at, by
    locked.save(update_fields=["state", "sent_at", "sent_by"])
    if locked.key.startswith(INVITED) and not locked.key.endswith(GUARDIAN_TOO):
        start_deadline(registration=locked.registration, at=at)
    return locked


# --- The words -------------------------------------------------------------------------------------------------


def _when(registration: Registration) -> str:
    session = registration.session
    return "\n".join(
        [session.event.reader_title, f"{hari_tanggal(session.starts_at)}, {pukul(session.starts_at)}", session.where]
    )


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
        return f"{hari_tanggal(session.starts_at)}, {pukul(session.starts_at)}, {session.where}"[:300]


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


def moved_words(before: str) -> Words:
    """before: when and where the reader still believes it to be."""

    def words(registration: Registration) -> tuple[str, list[str]]:
        session = registration.session
        return _("Date or place changed: %(event)s") % {"event": session.event.reader_title}, [
            _("It was: %(before)s") % {"before": before},
            _("Now:") + "\n" + _when(registration),
            session.reason,
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
