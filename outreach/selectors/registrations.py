"""Who is registered for a date, what waits to be sent by hand, where one registration stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, When
from django.utils.translation import gettext as _

from baubau_pembinaan.core.statements import Kept, KeptModels, KeptPart, among, blank
from outreach.choices import LIVE, AgeBand, RegistrationKind, RegistrationStatus, SessionState
from outreach.models import (
    Consent,
    Event,
    EventQuestion,
    Notice,
    Participant,
    Purpose,
    Registration,
    RegistrationAnswer,
    Session,
)
from outreach.models.notice import BY_A_COLLEAGUE


def _in_order(session: Any) -> QuerySet[Registration]:
    order = Case(
        When(status__in=(RegistrationStatus.REGISTERED, RegistrationStatus.INVITED), then=0),
        When(status=RegistrationStatus.HELD_ASIDE, then=1),
        When(status=RegistrationStatus.UNCONFIRMED, then=2),
        When(status=RegistrationStatus.WAITING, then=3),
        default=4,
    )
    return Registration.objects.filter(session=session).order_by(order, "queued_at", "pk")


_REGISTERED = KeptModels(lambda: _in_order(blank("session")))


def page_of(session: Session) -> KeptPart[Registration]:
    """Everybody who asked for the date, in the order of `registrations_of`; `people_of` says who they are."""
    return _REGISTERED.part(session=session.pk)


def registrations_of(session: Session) -> QuerySet[Registration]:
    """Everybody who asked for the date: those with a seat first, then the queue in its order, then who left.

    Each with `agrees_to_photos`.
    """
    people = Prefetch("participants", queryset=Participant.objects.order_by("pk"))
    return _in_order(session).annotate(agrees_to_photos=photos_agreed()).prefetch_related(people)


_PARTICIPANTS = Kept(
    lambda: (
        Participant.objects.filter(registration__in=among("registrations"))
        .order_by("pk")
        .values_list("registration_id", "nickname", "age_band")
    )
)


def people_of(registrations: list[int]) -> dict[int, list[str]]:
    """Registration id -> its people, nickname and age; one statement."""
    words, removed = {value: str(label) for value, label in AgeBand.choices}, _("name removed")
    found: dict[int, list[str]] = {}
    for registration, nickname, band in _PARTICIPANTS.rows(registrations=registrations) if registrations else ():
        found.setdefault(registration, []).append(f"{nickname or removed} ({words.get(band, band)})")
    return found


_ANSWERED = Kept(
    lambda: (
        RegistrationAnswer.objects.filter(registration__in=among("registrations"))
        .order_by("question__order", "pk")
        .values_list("registration_id", "question__text", "text")
    )
)


def asked_for(needs: dict[int, str]) -> dict[int, list[str]]:
    """Of registrations with their needs: id -> needs, then the answers to the event's own questions, where there are
    any. One statement."""
    found = {pk: [words] for pk, words in needs.items() if words}
    for pk, question, text in _ANSWERED.rows(registrations=list(needs)) if needs else ():
        found.setdefault(pk, []).append(f"{question} {text}")
    return found


def photos_agreed() -> Exists:
    """Of a registration: whether somebody agrees to photos at this very moment."""
    of_a_class = Q(registration__kind=RegistrationKind.GROUP)
    fitting = Q(of_a_class, text__purpose=Purpose.CLASS_PHOTO) | Q(~of_a_class, text__purpose=Purpose.PHOTO)
    return Exists(Consent.objects.filter(fitting, registration=OuterRef("pk"), is_given=True, withdrawn_at=None))


def no_photos(row: Registration, event: Event) -> bool:
    """Whether nobody of them may be on a photo. `row` from a query here.

    A class may when its school has confirmed that it holds the guardians' consents.
    """
    return event.asks_photo_consent and not row.agrees_to_photos  # type: ignore[attr-defined]


def without_photos(session: Session) -> list[str]:
    """Classes and nicknames, for who takes the pictures: those with a seat who have not agreed. Two statements."""
    if not session.event.asks_photo_consent:
        return []
    seated = Registration.objects.filter(session=session, status=RegistrationStatus.REGISTERED)
    refusing = seated.exclude(photos_agreed())
    classes = refusing.filter(kind=RegistrationKind.GROUP).exclude(school="").order_by("school", "pk")
    people = Participant.objects.filter(registration__in=refusing).exclude(nickname="")
    return [
        *classes.values_list("school", flat=True),
        *people.order_by("nickname", "pk").values_list("nickname", flat=True),
    ]


def registration_for_page(pk: int) -> Registration | None:
    """One registration with all that hangs on it."""
    return (
        Registration.objects.select_related("session__event", "entered_by")
        .prefetch_related(
            "participants",
            Prefetch("consents", queryset=Consent.objects.select_related("text").order_by("at", "pk")),
            Prefetch("answers", queryset=RegistrationAnswer.objects.select_related("question").order_by("pk")),
        )
        .filter(pk=pk)
        .first()
    )


def questions_of(event: Event) -> list[EventQuestion]:
    return list(event.questions.filter(is_active=True).order_by("order", "pk"))


def notices_by_hand() -> QuerySet[Notice]:
    """What colleagues send on WhatsApp or tell in person, the oldest first, with registration, date and event."""
    return (
        Notice.objects.filter(state__in=BY_A_COLLEAGUE)
        .select_related("registration__session__event")
        .order_by("made_at", "pk")
    )


def hear_of_a_place(event: Event, at: datetime) -> int:
    """How many registrations would be told if the event got another place: of dates to come that follow it."""
    if not event.is_published:
        return 0
    coming = Q(session__event=event, session__place="", session__state=SessionState.PLANNED, session__starts_at__gt=at)
    return Registration.objects.live().filter(coming).count()


@dataclass(frozen=True)
class Counts:
    """How many registrations of a date stand where; people in brackets of meaning."""

    seated: int
    waiting: int
    held_aside: int
    unconfirmed: int


def counts_of(session: Session) -> Counts:
    found = Registration.objects.filter(session=session, status__in=LIVE).aggregate(
        seated=Count("pk", filter=Q(status__in=(RegistrationStatus.REGISTERED, RegistrationStatus.INVITED))),
        waiting=Count("pk", filter=Q(status=RegistrationStatus.WAITING)),
        held_aside=Count("pk", filter=Q(status=RegistrationStatus.HELD_ASIDE)),
        unconfirmed=Count("pk", filter=Q(status=RegistrationStatus.UNCONFIRMED)),
    )
    return Counts(**found)


def held_aside(at: datetime) -> QuerySet[Registration]:
    """Registrations that wait for a look, of dates to come, the oldest first."""
    held = Registration.objects.filter(status=RegistrationStatus.HELD_ASIDE, session__starts_at__gt=at)
    return held.select_related("session__event").order_by("queued_at", "pk")
