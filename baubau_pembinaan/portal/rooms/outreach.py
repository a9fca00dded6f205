"""Outreach on the roof's own pages."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.portal.admin_dashboard import Board, Task
from baubau_pembinaan.portal.rooms import PublicPart
from baubau_pembinaan.portal.search import HITS_AT_MOST, Hit, Kind
from outreach import selectors
from outreach.choices import EventStatus
from outreach.models import Event, Partner, RegistrationPolicy
from outreach.views.public import session_rows


def _next_events(at: datetime) -> list[dict[str, Any]]:
    address, now = row_addresses("outreach:public-event"), timezone.localtime(at)
    return session_rows(selectors.next_public_events(at), address, now)


PUBLIC = [PublicPart("outreach/public/_next.html", _next_events)]


def _registration_terms(at: datetime) -> RegistrationPolicy:
    return RegistrationPolicy.on(timezone.localdate(at))


PRIVACY = [PublicPart("outreach/public/_privacy.html", _registration_terms)]


def _events(query: str, user: User) -> Iterator[Hit]:
    found = Event.objects.filter(Q(title__icontains=query) | Q(title_en__icontains=query) | Q(place__icontains=query))
    for event in found.order_by("-pk")[: HITS_AT_MOST + 1]:
        yield Hit(event.reader_title, event.get_status_display(), reverse("outreach:event-detail", args=[event.pk]))


def _partners(query: str, user: User) -> Iterator[Hit]:
    found = Partner.objects.filter(Q(name__icontains=query) | Q(npsn=query))
    for partner in found.order_by("name", "pk")[: HITS_AT_MOST + 1]:
        url = reverse("outreach:partner-detail", args=[partner.pk])
        yield Hit(partner.name, partner.get_kind_display(), url)


SEARCH = [
    Kind(_("Events"), "calendar-event", "outreach.view_event", _events),
    Kind(_("Partners"), "people", "outreach.view_partner", _partners),
]


def _waiting(board: Board, user: Any, at: datetime) -> None:
    if not user.has_perm("outreach.approve_event"):
        return
    n = Event.objects.filter(status=EventStatus.SUBMITTED).count()
    if n:
        url = f"{reverse('outreach:event-list')}?status={EventStatus.SUBMITTED}"
        words = ngettext("Approve %(n)s event that waits.", "Approve %(n)s events that wait.", n) % {"n": n}
        board.tasks.append(Task(words, url))


BOARD = [_waiting]
