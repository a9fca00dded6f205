"""What is said to a reviewer from outside, with their link: in Indonesian, for we do not know what else they read."""

from datetime import date

from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.core.post import send_beside
from baubau_pembinaan.libraries.models import Library
from evaluations.links import guest_url
from evaluations.models import RoundGuest


def words_for(guest: RoundGuest, person: StaffProfile, closes_on: date) -> tuple[str, str]:
    """Subject and text. The person's name and the link, nothing of the review."""
    with translation.override("id"):
        library = Library.current().name
        lines = [
            _("Dear %(name)s,") % {"name": guest.name},
            _("%(library)s asks for your feedback about working with %(person)s. A short form, without your name:")
            % {"library": library, "person": person.full_name},
            guest_url(guest),
            _("The link is yours alone and works until %(day)s. Please do not pass it on.")
            % {"day": tanggal(closes_on)},
        ]
        return _("Your feedback about %(person)s") % {"person": person.full_name}, "\n\n".join(lines)


def send_link(*, guest: RoundGuest, person: StaffProfile, closes_on: date, wait: float = 0.0) -> bool:
    """By e-mail, past the outbox, because nobody should find the link in a table; False where there is no address.

    Raises OSError where the mail server refuses within `wait` seconds.
    """
    if not guest.email:
        return False
    subject, text = words_for(guest, person, closes_on)
    send_beside(EmailMessage(subject, text, to=[guest.email]), wait=wait)
    return True
