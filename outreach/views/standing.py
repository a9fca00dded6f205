"""Where a registration stands, in words without a name: on the slip of the desk and behind the code on it."""

from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import hari_tanggal, pukul, tanggal_pukul
from outreach.models import Registration
from outreach.services.queue import position_of


def standing(registration: Registration, now: datetime) -> list[str]:
    """The state first, then until when they must answer, then when a moved date was. At most one statement."""
    session = registration.session
    if session.is_cancelled:
        return [line for line in (_("This date does not take place."), session.reason) if line]
    lines = [_state(registration)]
    if not registration.is_live or session.starts_at <= now:
        return lines
    until = registration.must_confirm_by
    if registration.has_seat and until is not None and until > now:
        lines.append(
            _("Say at the desk by %(until)s that you come; otherwise the seat goes to the next in the queue.")
            % {"until": tanggal_pukul(until)}
        )
    if session.is_moved:
        was = {"day": hari_tanggal(session.planned_for), "clock": pukul(session.planned_for)}
        lines.append(_("This date was moved. It was %(day)s, %(clock)s.") % was)
    return lines


def _state(registration: Registration) -> str:
    if registration.is_waiting:
        return _("No seat yet: you are number %(n)s on the waiting list.") % {"n": position_of(registration)}
    if registration.is_invited and registration.invited_until:
        until = tanggal_pukul(registration.invited_until)
        return _("A seat is free for you. Please answer by %(until)s.") % {"until": until}
    return capfirst(registration.get_status_display())
