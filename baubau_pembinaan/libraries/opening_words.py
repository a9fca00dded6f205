"""One way to say whether a service is open, for every page that says it."""

from datetime import datetime

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import hari_tanggal, pukul

from .opening import Opening


def opening_words(opening: Opening, now: datetime) -> tuple[str, str]:
    """(sentence, tone of the badge) for an opening state."""
    if not opening.has_hours:
        return _("No fixed hours"), "info"
    if opening.is_open and opening.closes_at:
        return _("Open now, until %(time)s") % {"time": pukul(opening.closes_at)}, "done"
    if opening.opens_at is None:
        return _("Closed for now"), "plain"
    if opening.opens_at.date() == now.date():
        return _("Closed, opens today at %(time)s") % {"time": pukul(opening.opens_at)}, "wait"
    when = {"day": hari_tanggal(opening.opens_at.date()), "time": pukul(opening.opens_at)}
    return _("Closed, opens on %(day)s at %(time)s") % when, "plain"
