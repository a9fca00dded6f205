"""Addresses that leave the house: in QR codes, calendars, messages."""

from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from baubau_pembinaan.core.formats import hari_tanggal, pukul
from outreach.models import Event, Session


def event_url(event: Event) -> str:
    """The full public address; SITE_URL drives it."""
    return settings.SITE_URL + reverse("outreach:public-event", args=[event.pk])


def whatsapp(text: str, phone: str = "") -> str:
    """A link that opens WhatsApp with a text to send; nothing is sent by us."""
    return f"https://wa.me/{phone}?text={quote(text, safe='')}"


def share_text(event: Event, session: Session | None) -> str:
    """Title, when, where, address: what people pass on. No name of anybody."""
    lines = [event.reader_title]
    if session:
        lines += [f"{hari_tanggal(session.starts_at)}, {pukul(session.starts_at)}", session.where]
    else:
        lines.append(event.place)
    return "\n".join([*lines, event_url(event)])
