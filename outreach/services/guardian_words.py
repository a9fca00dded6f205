"""What a guardian reads besides what the child reads: their own link, and whether the child comes."""

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import tanggal_pukul
from outreach.links import guardian_url
from outreach.models import Registration
from outreach.services.notice_words import Words, when_and_where


def _about(registration: Registration) -> str:
    session = registration.session
    return f"{session.event.reader_title}\n{when_and_where(session, get_language() or 'id')}"


def link_words(registration: Registration) -> tuple[str, list[str]]:
    """To a new phone or e-mail of somebody who answered already."""
    line = _("You are the guardian of %(name)s. Your consent, and how to take it back: %(link)s")
    return _("Your link as guardian: %(event)s") % {"event": registration.session.event.reader_title}, [
        line % {"name": registration.name, "link": guardian_url(registration)},
        _about(registration),
    ]


def refused_words(registration: Registration) -> tuple[str, list[str]]:
    """To the child: the guardian said no."""
    line = _("Your parent or guardian did not agree that you take part, so your registration is closed.")
    return _("Registration closed: %(event)s") % {"event": registration.session.event.reader_title}, [
        line,
        _about(registration),
    ]


def confirm_as_guardian(until: datetime) -> Words:
    """The question whether the child comes, to who agreed to it; they may answer by their own link."""

    def words(registration: Registration) -> tuple[str, list[str]]:
        line = _(
            "You are the guardian of %(name)s. Please confirm by %(until)s that they come; otherwise the seat goes to "
            "the next in the queue: %(link)s"
        )
        said = {"name": registration.name, "until": tanggal_pukul(until), "link": guardian_url(registration)}
        title = _("Is %(name)s coming? %(event)s")
        return title % {"name": registration.name, "event": registration.session.event.reader_title}, [
            line % said,
            _about(registration),
        ]

    return words
