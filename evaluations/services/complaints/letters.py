"""Letters to those who left an address: that there is news, and where. Never what was said."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from baubau_pembinaan.libraries.models import Library
from evaluations.complaint_choices import ENDED
from evaluations.models import Complaint

MOST_ATTEMPTS = 6


def letter_due(complaint: Complaint, at: datetime) -> None:
    """Note that a letter goes out once this transaction holds; the caller saves. Silent where there is no address."""
    if complaint.email:
        complaint.tell_at, complaint.tell_attempts = at, 0
        transaction.on_commit(_wake)


def _wake() -> None:
    """Ask a worker to send now; where none listens, the minute's sweep does it."""
    from evaluations.tasks_complaints import send_complaint_letters

    try:
        send_complaint_letters.delay()
    except OSError:
        return


def send_waiting(*, at: datetime, most: int = 50) -> int:
    """Send the letters that are due, one transaction each so that two workers send none twice; returns how many."""
    sent = 0
    for _number in range(most):
        with transaction.atomic():
            row = (
                Complaint.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("handling")
                .filter(tell_at__lte=at)
                .order_by("tell_at", "pk")
                .first()
            )
            if row is None:
                return sent
            sent += _send(row, at)
    return sent


def _send(row: Complaint, at: datetime) -> int:
    row.tell_attempts += 1
    try:
        _letter(row).send()
    except OSError:  # every failure of a mail server is one
        gone = row.tell_attempts >= MOST_ATTEMPTS
        row.tell_at = None if gone else at + timedelta(minutes=2**row.tell_attempts)
        row.save(update_fields=["tell_at", "tell_attempts"])
        return 0
    row.tell_at = None
    row.save(update_fields=["tell_at", "tell_attempts"])
    return 1


def _letter(row: Complaint) -> EmailMessage:
    with translation.override(row.language):
        library = Library.current().name
        link = settings.SITE_URL + reverse("evaluations:complaint-status", args=[row.code])
        if row.handling.status in ENDED:
            subject = _("%(library)s has answered you") % {"library": library}
        else:
            subject = _("%(library)s has taken in what you wrote") % {"library": library}
        lines = [
            subject + ".",
            _("See how far it is, and the answer: %(link)s") % {"link": link},
            _("Your code: %(code)s") % {"code": row.code_shown},
            library,
        ]
    return EmailMessage(
        subject=subject[:200],
        body="\n\n".join(lines),
        to=[row.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
