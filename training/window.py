"""When one may ask for a seat, in words."""

from datetime import date

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import tanggal
from training.choices import SessionStatus
from training.models import Session
from training.selectors.catalogue import Coming


def window_words(session: Session, *, on: date, is_over: bool) -> str:
    """Of a session, as it stands that local day; `is_over`: its last meeting has ended."""
    if session.status == SessionStatus.DRAFT:
        return _("not open yet")
    if session.status != SessionStatus.OPEN:
        return _("no longer open")
    if is_over:
        return _("closed; the last meeting is over")
    if session.opens_on and on < session.opens_on:
        return _("opens on %(day)s") % {"day": tanggal(session.opens_on)}
    if session.closes_on and session.closes_on < on:
        return _("closed; it was open until %(day)s") % {"day": tanggal(session.closes_on)}
    if session.closes_on:
        last = min(session.closes_on, session.ends_on or session.closes_on)
        return _("open until %(day)s") % {"day": tanggal(last)}
    return _("open")


def coming_words(coming: Coming, *, on: date) -> str:
    """Of the session in the catalogue; empty where it is ahead and takes requests."""
    words = [_("running now")] if coming.is_running else []
    if coming.opens_on and on < coming.opens_on:
        words.append(_("enrolment from %(day)s") % {"day": tanggal(coming.opens_on)})
    elif not coming.is_joinable:
        words.append(_("enrolment closed"))
    return " · ".join(words)


def misfit_words(session: Session) -> str:
    """What a planner should know: enrolment that reaches past the training. Empty where it fits."""
    if not session.ends_on:
        return ""
    words = {"last": tanggal(session.ends_on)}
    if session.opens_on and session.opens_on > session.ends_on:
        words["day"] = tanggal(session.opens_on)
        return _("Enrolment would begin on %(day)s, after the last day of the training (%(last)s).") % words
    if session.closes_on and session.closes_on > session.ends_on:
        words["day"] = tanggal(session.closes_on)
        return (
            _("Enrolment is open until %(day)s, but the training ends on %(last)s; nobody is let in after that.")
            % words
        )
    return ""
