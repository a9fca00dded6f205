"""What a poster of an event says below its title: when, where, for whom, and how to come."""

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import hari_tanggal, tanggal_pendek
from baubau_pembinaan.core.phones import shown_phone
from outreach.models import Event, Session
from outreach.rhythm import rhythm

LOOKED_AT, SHOWN = 12, 4


def facts(event: Event, coming: Sequence[Session]) -> list[str]:
    """Lines for a poster in the language in force; `coming` are the event's next dates in their order, with it."""
    when, where = _when(event, coming) if coming else ([], event.place)
    phone = _("Questions: %(phone)s") % {"phone": shown_phone(event.contact_phone)} if event.contact_phone else ""
    return [line for line in (*when, where, event.ages_words, _way_in(event), phone) if line]


def _way_in(event: Event) -> str:
    if event.needs_registration:
        return _("Free. Register first, by this code or at the library.")
    return _("Free. Just come, nobody needs to register.")


def _when(event: Event, coming: Sequence[Session]) -> tuple[list[str], str]:
    """The lines about time, and the place: a series says its rhythm and its next dates, each that differs with how."""
    if len(coming) == 1:
        only = coming[0]
        return [f"{hari_tanggal(only.starts_at)}, {only.clock}"], only.where
    clock = Counter(one.clock for one in coming).most_common(1)[0][0]
    place = Counter(one.where for one in coming).most_common(1)[0][0]
    beat = rhythm(event.rule, [timezone.localdate(one.planned_for) for one in coming])
    shown = coming[:SHOWN]
    said = [
        _day(one, named=not beat or one.is_moved, year=later is None or _year(later) != _year(one))
        + _apart(one, clock, place)
        for one, later in zip_longest(shown, shown[1:])
    ]
    more = "\u00a0…" if len(coming) > SHOWN else ""
    listed = _("Next: %(days)s") % {"days": ", ".join(said) + more}
    # Without a rhythm the days come first: an hour alone says nothing.
    return [f"{beat}, {clock}", listed] if beat else [listed, clock], place


def _year(session: Session) -> int:
    return timezone.localdate(session.starts_at).year


def _day(session: Session, *, named: bool, year: bool) -> str:
    """ "5 Des 2026", kept on one line; `named` with its weekday, without `year` where the next one says it."""
    day = timezone.localdate(session.starts_at)
    short = tanggal_pendek(day) if year else tanggal_pendek(day).removesuffix(f" {day.year}")
    return (f"{hari_tanggal(day).partition(',')[0]} {short}" if named else short).replace(" ", "\u00a0")


def _apart(session: Session, clock: str, place: str) -> str:
    """In brackets what is otherwise on this date."""
    other = [words for words, usual in ((session.clock, clock), (session.where, place)) if words != usual]
    return f" ({', '.join(other)})" if other else ""
