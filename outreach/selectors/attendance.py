"""Who came, for rooms that ask them something afterwards."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from outreach.choices import AgeBand, RegistrationKind, RegistrationStatus, SessionState
from outreach.models import CheckIn, Event, Participant, Registration, Session
from outreach.selectors.registrations import no_photos, photos_agreed


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
    arrived = CheckIn.objects.filter(session=OuterRef("session"), registration=OuterRef("pk"))
    found = found.exclude(~Exists(arrived), Exists(noted), session__state=SessionState.HELD)
    if session_id is not None:
        found = found.filter(session=session_id)
    return found.select_related("session__event").order_by("session__starts_at", "queued_at", "pk")


TAPS_SHOWN = 8


def to_check_in() -> QuerySet[Session]:
    """Dates with their event and `taps_found`, for `taps_of`."""
    taps = CheckIn.objects.filter(session=OuterRef("pk"), participant=None, registration=None).order_by("-at", "-pk")
    row = JSONObject(key="key", band="age_band", heads="heads", at="at")
    return Session.objects.select_related("event").annotate(taps_found=ArraySubquery(taps.values(row=row)[:TAPS_SHOWN]))


def taps_of(session: Any) -> list[dict[str, Any]]:
    """The last who came without a registration, newest first: a slip of the finger is taken back by its `key`."""
    return [
        {**tap, "age": AgeBand(tap["band"]).label if tap["band"] else "", "at": datetime.fromisoformat(tap["at"])}
        for tap in session.taps_found
    ]


@dataclass(frozen=True)
class RosterLine:
    """One who is expected: a participant, or a class with its number of heads. `key` of the arrival, where noted."""

    name: str
    age: str
    registration_id: int
    participant_id: int | None
    heads: int
    is_group: bool
    key: str
    new_key: str
    no_photos: bool


def roster(session: Session) -> list[RosterLine]:
    """Everybody with a seat, by nickname; three statements. Holds no contact of anybody."""
    seated = Registration.objects.filter(session=session, status=RegistrationStatus.REGISTERED)
    words = {value: str(label) for value, label in AgeBand.choices}
    people: dict[int, list[tuple[int, str, str]]] = {}
    named = Participant.objects.filter(registration__in=seated).order_by("pk")
    for registration, pk, nickname, band in named.values_list("registration_id", "pk", "nickname", "age_band"):
        people.setdefault(registration, []).append((pk, nickname, words.get(band, band)))
    arrivals: dict[int | None, dict[int | None, str]] = {}
    noted = CheckIn.objects.filter(registration__in=seated).order_by("pk")
    for registration, person, key in noted.values_list("registration_id", "participant_id", "key"):
        arrivals.setdefault(registration, {})[person] = str(key)
    lines: list[RosterLine] = []
    for row in seated.annotate(agrees_to_photos=photos_agreed()).order_by("queued_at", "pk"):
        refuses, arrived = no_photos(row, session.event), arrivals.get(row.pk, {})
        if row.kind == RegistrationKind.GROUP:
            age = str(row.get_group_band_display())
            lines.append(_line(row.school or row.name, age, row.pk, None, row.seats, arrived, refuses))
            continue
        for pk, nickname, age in people.get(row.pk, []):
            lines.append(_line(nickname or _("name removed"), age, row.pk, pk, 1, arrived, refuses))
    return sorted(lines, key=lambda line: (line.name.casefold(), line.registration_id, line.participant_id or 0))


def _line(
    name: str,
    age: str,
    registration: int,
    participant: int | None,
    heads: int,
    arrived: dict[int | None, str],
    refuses_photos: bool,
) -> RosterLine:
    return RosterLine(
        name=name,
        age=age,
        registration_id=registration,
        participant_id=participant,
        heads=heads,
        is_group=participant is None,
        key=arrived.get(participant, ""),
        new_key=str(uuid.uuid4()),
        no_photos=refuses_photos,
    )
