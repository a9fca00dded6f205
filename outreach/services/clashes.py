"""Nobody leads at two places at once: colleagues and performers whose dates overlap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.formats import tanggal_pukul
from outreach.choices import EventStatus, PartnerKind, SessionState
from outreach.models import Event, Facilitator, Session, on_date

NAMED_AT_MOST = 5
_BINDING = (EventStatus.SUBMITTED, EventStatus.APPROVED, EventStatus.PUBLISHED)


@dataclass(frozen=True)
class Clash:
    """`who` is wanted at `starts_at` by this event and by `other` (title), which begins at `other_at`."""

    who: str
    starts_at: datetime
    other: str
    other_at: datetime

    def __str__(self) -> str:
        words = _("%(who)s is also at “%(other)s” on %(when)s.")
        return words % {"who": self.who, "other": self.other, "when": tanggal_pukul(self.other_at)}


class DoubleBooked(ValidationError):
    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__([str(clash) for clash in clashes[:NAMED_AT_MOST]])


def find_clashes(
    event: Event, *, crew: Iterable[Facilitator], sessions: Iterable[Session], at: datetime
) -> list[Clash]:
    """Overlaps of the event's dates ahead with dates of other events that are asked for, approved or public.

    One statement for colleagues, one more where the partner is a performer.
    """
    ahead = [row for row in sessions if row.state == SessionState.PLANNED and row.ends_at > at]
    crew = list(crew)
    replaced = {(row.session_id, row.replaces_id) for row in crew if row.replaces_id}
    if not ahead or not (crew or event.partner_id):
        return []
    first, last = min(row.starts_at for row in ahead), max(row.ends_at for row in ahead)
    span = {"event__sessions__starts_at__lt": last, "event__sessions__ends_at__gt": first}
    others = Facilitator.objects.filter(
        on_date(F("event__sessions"), F("event__sessions__starts_at")),
        profile__in={row.profile_id for row in crew},
        event__status__in=_BINDING,
        event__sessions__state=SessionState.PLANNED,
        **span,
    ).exclude(event=event)
    taken: Any = others.annotate(begins=F("event__sessions__starts_at"), ends=F("event__sessions__ends_at"))
    found = []
    for other in taken.select_related("event").order_by("begins", "pk"):
        for row in crew:
            if row.profile_id == other.profile_id:
                dates = [one for one in ahead if row.session_id in (None, one.pk)]
                dates = [one for one in dates if (one.pk, row.profile_id) not in replaced]
                found += [
                    Clash(str(row.profile), one.starts_at, other.event.reader_title, other.begins)
                    for one in dates
                    if one.starts_at < other.ends and other.begins < one.ends_at
                ]
    return sorted([*found, *_performers(event, ahead, first, last)], key=lambda clash: (clash.starts_at, clash.who))


def _performers(event: Event, ahead: list[Session], first: datetime, last: datetime) -> list[Clash]:
    if event.partner is None or event.partner.kind != PartnerKind.PERFORMER:
        return []
    others = Session.objects.filter(
        event__partner=event.partner_id, event__status__in=_BINDING, state=SessionState.PLANNED,
        starts_at__lt=last, ends_at__gt=first,
    ).exclude(event=event)  # fmt: skip
    return [
        Clash(event.partner.name, one.starts_at, other.event.reader_title, other.starts_at)
        for other in others.select_related("event").order_by("starts_at", "pk")
        for one in ahead
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at
    ]


def refuse_clashes(event: Event, *, at: datetime) -> None:
    """Raise DoubleBooked where somebody of the event is wanted elsewhere at the same time; drafts may clash.

    Its people are locked first, so that of two events that want them at once only one gets them.
    """
    if event.is_draft:
        return
    crew = list(Facilitator.objects.filter(event=event).select_related("profile").order_by("pk"))
    lock_people(crew)
    if clashes := find_clashes(event, crew=crew, sessions=event.sessions.all(), at=at):
        raise DoubleBooked(clashes)


def lock_people(crew: Iterable[Facilitator]) -> None:
    """Hold these colleagues until the transaction ends. NO KEY: who only refers to them (a new row) is not blocked."""
    people = StaffProfile.objects.select_for_update(of=("self",), no_key=True)
    list(people.filter(pk__in={row.profile_id for row in crew}).order_by("pk").values_list("pk", flat=True))
