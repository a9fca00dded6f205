"""Who came, for rooms that ask them something afterwards."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from baubau_pembinaan.core.statements import Kept, KeptModels, blank
from outreach.choices import AgeBand, RegistrationKind, RegistrationStatus, SessionState
from outreach.models import CheckIn, Event, Participant, Registration, Session
from outreach.selectors.registrations import photos_agreed


def attendees_of(event: Event, *, session_id: int | None = None) -> QuerySet[Registration]:
    """Registrations of the event's dates that took place: who had a seat and was not marked absent, names not erased.

    Until the report marks the absent, arrivals say who came, where any was noted (as the report will). Each can be
    reached by `email` or `phone` (may be empty) in `language`; ordered by date, then queue.
    """
    found = Registration.objects.filter(
        session__event=event,
        session__state__in=(SessionState.HELD, SessionState.REPORTED),
        status=RegistrationStatus.REGISTERED,
        no_show=False,
        erased_at__isnull=True,
    )
    noted = CheckIn.objects.filter(session=OuterRef("session"), registration__isnull=False)
    arrived = CheckIn.objects.of_those_expected().filter(session=OuterRef("session"), registration=OuterRef("pk"))
    found = found.exclude(~Exists(arrived), Exists(noted), session__state=SessionState.HELD)
    if session_id is not None:
        found = found.filter(session=session_id)
    return found.select_related("session__event").order_by("session__starts_at", "queued_at", "pk")


TAPS_SHOWN = 8


def _dates() -> QuerySet[Session]:
    taps = CheckIn.objects.filter(session=OuterRef("pk"), participant=None, registration=None).order_by("-at", "-pk")
    row = JSONObject(key="key", band="age_band", heads="heads", at="at")
    found = Session.objects.select_related("event").filter(pk=blank("pk"))
    return found.annotate(taps_found=ArraySubquery(taps.values(row=row)[:TAPS_SHOWN]))


_DATE = KeptModels(_dates)


def to_check_in(pk: int) -> Session | None:
    """The date with its event and `taps_found`, for `taps_of`."""
    return _DATE.first(pk=pk)


def taps_of(session: Any) -> list[dict[str, Any]]:
    """The last who came without a registration, newest first: a slip of the finger is taken back by its `key`."""
    return [
        {**tap, "age": AgeBand(tap["band"]).label if tap["band"] else "", "at": datetime.fromisoformat(tap["at"])}
        for tap in session.taps_found
    ]


class RosterLine(NamedTuple):
    """One who is expected: a participant, a class with its number of heads, or the grown-ups who come along with
    either (`is_company`). `key` of the arrival, where noted."""

    name: str
    registration_id: int
    participant_id: int | None
    age: str
    heads: int
    key: str
    no_photos: bool
    needs: str
    is_company: bool = False

    @property
    def is_group(self) -> bool:
        return self.participant_id is None


def _of_the_seated(model: Any) -> QuerySet[Any]:
    return model.objects.filter(
        registration__session=blank("session"), registration__status=RegistrationStatus.REGISTERED
    )


_NAMED = Kept(
    lambda: _of_the_seated(Participant).order_by("pk").values_list("registration_id", "pk", "nickname", "age_band")
)
_NOTED = Kept(
    lambda: _of_the_seated(CheckIn).order_by().values_list("registration_id", "participant_id", "is_company", "key")
)
_SEATED = Kept(
    lambda: (
        Registration.objects.filter(session=blank("session"), status=RegistrationStatus.REGISTERED)
        .annotate(agrees=photos_agreed())
        .order_by()
        .values_list("pk", "kind", "school", "name", "group_band", "seats", "agrees", "needs", "companions")
    )
)


def roster(session: Session) -> list[RosterLine]:
    """Everybody with a seat, by nickname; three statements. Holds no contact of anybody."""
    words = {value: str(label) for value, label in AgeBand.choices}
    arrived = {tuple(who): str(key) for *who, key in _NOTED.rows(session=session.pk)}
    removed, wants_consent = _("name removed"), session.event.asks_photo_consent
    lines: list[RosterLine] = []
    refusing: dict[int, tuple[bool, str]] = {}
    companions: dict[int, int] = {}
    for pk, kind, school, name, band, seats, agrees, needs, along in _SEATED.rows(session=session.pk):
        refuses = wants_consent and not agrees
        if kind == RegistrationKind.GROUP:
            if along:
                lines.append(_company(school or name, pk, along, arrived, refuses))
            key = arrived.get((pk, None, False), "")
            lines.append(RosterLine(school or name, pk, None, words.get(band, band), seats, key, refuses, needs))
        else:
            refusing[pk] = (refuses, needs)
            companions[pk] = along
    for registration, pk, nickname, band in _NAMED.rows(session=session.pk):
        if registration in refusing:
            if along := companions.pop(registration, 0):
                lines.append(_company(nickname or removed, registration, along, arrived, refusing[registration][0]))
            key, age = arrived.get((registration, pk, False), ""), words.get(band, band)
            lines.append(RosterLine(nickname or removed, registration, pk, age, 1, key, *refusing[registration]))
    return sorted(lines, key=lambda line: (line.name.casefold(), line.registration_id, line.participant_id or 0))


def _company(name: str, registration: int, heads: int, arrived: dict[Any, str], refuses: bool) -> RosterLine:
    """The grown-ups of one registration, named by the first who comes, or by the class."""
    key, words = arrived.get((registration, None, True), ""), _("With %(name)s") % {"name": name}
    return RosterLine(words, registration, None, _("grown-ups, no seat"), heads, key, refuses, "", is_company=True)
