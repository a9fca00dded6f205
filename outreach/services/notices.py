"""Saying something to a patron once: written in the deed's own transaction, sent after it."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation

from baubau_pembinaan.libraries.models import Library
from outreach.models import Notice, NoticeState, Registration
from outreach.models.notice import BY_A_COLLEAGUE, UNSENT
from outreach.services.notice_words import Words, to_guardian

MOST_ATTEMPTS = 6
INVITED, MOVED = (
    "invited.",
    "moved.",
)  # begin the keys of an offered seat, then its moment; of a moved date, its SEQUENCE
GUARDIAN_TOO = ".wali"  # ends the keys of what a guardian reads of a message to the child
CONFIRM = "confirm"  # begins the key of the question whether somebody comes; then the SEQUENCE of the date it is about


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


def send_elsewhere(notice: Notice, *, phone: str, email: str, at: datetime) -> None:
    """What was not sent yet, or could not be, goes to another address, with its words as they stand now."""
    notice.email, notice.phone, notice.state = email, "" if email else phone, way_to(email, phone)
    notice.next_attempt_at, notice.attempts = (at if email else None), 0
    notice.save(update_fields=["email", "phone", "state", "next_attempt_at", "attempts", "body"])


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
