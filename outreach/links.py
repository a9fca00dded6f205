"""Addresses that leave the house: in QR codes, calendars, messages."""

from datetime import datetime, timedelta
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.urls import reverse

from baubau_pembinaan.core.formats import hari_tanggal
from outreach.models import Channel, Event, Need, ReadingParty, Registration, Session, StandingGroup, TopicPack


def event_url(event: Event) -> str:
    """The full public address; SITE_URL drives it."""
    return settings.SITE_URL + reverse("outreach:public-event", args=[event.pk])


def event_path_by(event: Event, channel: Channel) -> str:
    """The event's page, telling by which channel somebody came."""
    return f"{reverse('outreach:public-event', args=[event.pk])}?k={channel.code}"


def channel_url(channel: Channel) -> str:
    """The short address that leads there: to be read out, typed, or put behind a QR code."""
    return settings.SITE_URL + reverse("outreach:channel", args=[channel.code])


def pack_url(pack: TopicPack) -> str:
    return settings.SITE_URL + reverse("outreach:public-pack", args=[pack.pk])


def group_url(group: StandingGroup) -> str:
    return settings.SITE_URL + reverse("outreach:public-group", args=[group.pk])


def need_url(need: Need) -> str:
    """Where the asker reads the answer."""
    return settings.SITE_URL + reverse("outreach:public-need-status", args=[need.code])


def whatsapp(text: str, phone: str = "") -> str:
    """A link that opens WhatsApp with a text to send; nothing is sent by us."""
    return f"https://wa.me/{phone}?text={quote(text, safe='')}"


def share_text(event: Event, session: Session | None) -> str:
    """Title, when, where, address: what people pass on. No name of anybody."""
    lines = [event.reader_title]
    if session:
        lines += [f"{hari_tanggal(session.starts_at)}, {session.clock}", session.where]
    else:
        lines.append(event.place)
    return "\n".join([*lines, event_url(event)])


# --- Links that show or change somebody's registration --------------------------------------------------------
# The key is 128 random bits, the signature keeps guessers off the database, and both die with the registration:
# 30 days after the date, when a new link is made, or when the names are removed. A member's link lives while they
# belong to the group.

LINK_DAYS = timedelta(days=30)
SELF, GUARDIAN, ARRIVAL = "outreach.self-service", "outreach.guardian", "outreach.arrival"
READING, TEST = "outreach.reading", "outreach.mini-test-link"


def self_service_path(registration: Registration) -> str:
    return reverse("outreach:self-service", args=[_signed(registration, SELF)])


def self_service_url(registration: Registration) -> str:
    return settings.SITE_URL + self_service_path(registration)


def guardian_url(registration: Registration) -> str:
    return settings.SITE_URL + guardian_path(registration)


def guardian_path(registration: Registration) -> str:
    key = registration.guardian_key or registration.link_key
    return reverse("outreach:guardian", args=[Signer(salt=GUARDIAN).sign(key)])


def read_link(token: str, purpose: str, at: datetime) -> int | None:
    """The registration behind a genuine, living link; None for anything else."""
    try:
        key = Signer(salt=purpose).unsign(token)
    except BadSignature:
        return None
    lives = Q(session__ends_at__gt=at - LINK_DAYS) | Q(founded__isnull=False, founded__left_at=None)
    behind = Q(link_key=key)
    if purpose == GUARDIAN:
        behind = Q(guardian_key=key) | Q(behind, guardian_key="")
    found = Registration.objects.filter(lives, behind, erased_at__isnull=True)
    return found.values_list("pk", flat=True).first()


def _signed(registration: Registration, purpose: str) -> str:
    return Signer(salt=purpose).sign(registration.link_key)


def reading_path(party: ReadingParty) -> str:
    return reverse("outreach:reading", args=[Signer(salt=READING).sign(party.link_key)])


def reading_url(party: ReadingParty) -> str:
    """Where a family notes what it reads; void once the names are removed."""
    return settings.SITE_URL + reading_path(party)


def read_reading_link(token: str) -> str | None:
    """The key of a reading party behind a genuine link."""
    try:
        return Signer(salt=READING).unsign(token)
    except BadSignature:
        return None


# --- The code at the door --------------------------------------------------------------------------------------


def arrival_url(session: Session) -> str:
    """Where people say "I am here" with their own phone; the code hangs at the door on that day only."""
    return settings.SITE_URL + reverse("outreach:arrive", args=[Signer(salt=ARRIVAL).sign(str(session.uid))])


def read_arrival(token: str) -> Session | None:
    """The date behind a genuine code at the door."""
    try:
        uid = UUID(Signer(salt=ARRIVAL).unsign(token))
    except (BadSignature, ValueError):
        return None
    return Session.objects.public().select_related("event").filter(uid=uid).first()


def test_url(session: Session, phase: str) -> str:
    """Where pupils of this class take the mini-test, before or after the lesson; nobody is named."""
    return settings.SITE_URL + reverse("outreach:mini-test", args=[Signer(salt=TEST).sign(str(session.uid)), phase])


def read_test(token: str) -> UUID | None:
    """The uid of the date behind a genuine link."""
    try:
        return UUID(Signer(salt=TEST).unsign(token))
    except (BadSignature, ValueError):
        return None
