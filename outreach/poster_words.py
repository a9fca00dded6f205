"""What a poster of an event says below its title: when, where, for whom, and how to come."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

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
    days = [_day(one, named=not beat or one.is_moved) for one in shown]
    # The year stands once where it is the same for all of them.
    last = timezone.localdate(shown[-1].starts_at)
    if all(timezone.localdate(one.starts_at).year == last.year for one in shown):
        days = [words.removesuffix(f" {last.year}") for words in days[:-1]] + days[-1:]
    said = [words + _apart(one, clock, place) for words, one in zip(days, shown, strict=True)]
    more = " …" if len(coming) > SHOWN else ""
    listed = _("Next: %(days)s") % {"days": ", ".join(said) + more}
    return [f"{beat}, {clock}" if beat else clock, listed], place


def _day(session: Session, *, named: bool) -> str:
    """ "5 Des 2026", or where no rhythm names the weekday "Sabtu 5 Des 2026"."""
    day: date = timezone.localdate(session.starts_at)
    short = tanggal_pendek(day)
    return f"{hari_tanggal(day).partition(',')[0]} {short}" if named else short


def _apart(session: Session, clock: str, place: str) -> str:
    """In brackets what is otherwise on this date."""
    other = [words for words, usual in ((session.clock, clock), (session.where, place)) if words != usual]
    return f" ({', '.join(other)})" if other else ""
