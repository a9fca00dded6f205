"""Training for children and youth beside the events that need it: on each event, and as a list of gaps for the head.

Events belong to outreach, trainings to the training room; neither knows the other, so the roof puts them together.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from baubau_pembinaan.core.addresses import row_addresses
from outreach.choices import EventStatus, FacilitatorRole, SessionState
from outreach.models import Facilitator, for_the_young
from training.choices import LedgerStatus
from training.models import JpEntry

SUBJECT = "anak-remaja"  # training.reference.SUBJECTS
# Trainings held elsewhere have a title only.
WORDS = ("anak", "remaja", "dongeng", "children", "youth", "storytelling")
LEADING = (FacilitatorRole.LEADER, FacilitatorRole.STORYTELLER, FacilitatorRole.TEACHER)
AHEAD = timedelta(days=183)


@dataclass
class Line:
    """A colleague with the trainings for children and youth, newest first, and where they lead."""

    profile: Any
    trainings: list[JpEntry] = field(default_factory=list)
    events: dict[int, tuple[str, str]] = field(default_factory=dict)  # event -> title, address

    @property
    def newest(self) -> JpEntry | None:
        return self.trainings[0] if self.trainings else None


def trainings_of(people: Iterable[int]) -> dict[int, list[JpEntry]]:
    """Person -> verified trainings about work with children and youth, newest first. One statement."""
    about = Q(enrolment__session__programme__subject__code=SUBJECT)
    for word in WORDS:
        about |= Q(enrolment=None, title__icontains=word)
    rows = JpEntry.objects.filter(about, profile__in=list(people), status=LedgerStatus.VERIFIED)
    found: dict[int, list[JpEntry]] = {}
    for row in rows.order_by("-ends_on", "-pk"):
        found.setdefault(row.profile_id, []).append(row)
    return found


def crew_panel(request: HttpRequest, team: Any) -> tuple[str, dict[str, Any]] | None:
    """On an event for children and youth: what each colleague of its crew has learnt for it."""
    if not team.event.is_for_the_young or not team.crew:
        return None
    lines: dict[int, Line] = {}
    for row in team.crew:
        lines.setdefault(row.profile_id, Line(row.profile))
    for person, trainings in trainings_of(lines).items():
        lines[person].trainings = trainings
    return "outreach/crew/_event.html", {"lines": list(lines.values())}


def gaps_panel(request: HttpRequest, subject: None) -> tuple[str, dict[str, Any]]:
    """Who leads such events in the next half year: those without a training first."""
    now = timezone.now()
    rows = (
        Facilitator.objects.filter(
            for_the_young("event__"),
            Q(session=None) | Q(session__starts_at__gt=now),
            role__in=LEADING,
            profile__left_on=None,
            event__status=EventStatus.PUBLISHED,
            event__sessions__state=SessionState.PLANNED,
            event__sessions__starts_at__range=(now, now + AHEAD),
        )
        .select_related("profile", "event")
        .order_by("profile__name", "profile", "event__title", "event", "pk")
        .distinct()
    )
    lines: dict[int, Line] = {}
    address = row_addresses("outreach:event-detail")
    for row in rows:
        line = lines.setdefault(row.profile_id, Line(row.profile))
        line.events[row.event_id] = (row.event.reader_title, address(row.event_id))
    for person, trainings in trainings_of(lines).items():
        lines[person].trainings = trainings
    ordered = sorted(lines.values(), key=lambda line: bool(line.trainings))
    context = {
        "lines": ordered,
        "gaps": sum(1 for line in ordered if not line.trainings),
        "may_train": request.user.has_perm("training.manage_training"),
    }
    return "outreach/crew/_gaps.html", context
