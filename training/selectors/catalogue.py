"""The catalogue: what can be learnt, by what it is about and by what has a date, and the session that comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from baubau_pembinaan.core.statements import Kept, KeptModels, KeptPart, among, blank
from training.choices import TAKING_A_SEAT, SessionStatus
from training.models import Competence, Enrolment, Meeting, Programme, Session

from .sessions import SOONEST, still_ahead

DATED, JOINABLE = "date", "open"  # what the catalogue is asked for: with a date, taking requests


@dataclass(frozen=True)
class Coming:
    """The session of a programme that stands in the catalogue."""

    pk: int
    starts_on: date
    capacity: int
    taken: int
    opens_on: date | None
    is_joinable: bool  # takes requests now
    is_running: bool  # its first meeting has begun


def catalogue(
    *,
    query: str = "",
    subject: int | None = None,
    form: str = "",
    competence: int | None = None,
    when: str = "",
    at: datetime | None = None,
) -> KeptPart[Programme]:
    """Programmes in the catalogue; `when` (DATED, JOINABLE) asks `at` this moment. See `next_sessions`."""
    kept = _catalogue(bool(query), bool(subject), bool(form), bool(competence), when)
    words: dict[str, Any] = {"query": query, "subject": subject, "form": form, "competence": competence}
    if when:
        moment = at or timezone.now()
        words |= {"on": timezone.localdate(moment), "moment": moment}
    return kept.part(**words)


@lru_cache
def _catalogue(query: bool, subject: bool, form: bool, competence: bool, when: str) -> KeptModels[Programme]:
    rows = Programme.objects.filter(is_active=True).select_related("subject")
    if query:
        words = blank("query")
        rows = rows.filter(Q(title__icontains=words) | Q(title_en__icontains=words) | Q(summary__icontains=words))
    if subject:
        rows = rows.filter(subject=blank("subject"))
    if form:
        rows = rows.filter(form=blank("form"))
    if competence:
        rows = rows.filter(competences=blank("competence"))
    if when:
        held: Any = Session.objects.filter(programme=OuterRef("pk"), status=SessionStatus.OPEN)
        if when == JOINABLE:
            held = held.registering_on(blank("on"))
        rows = rows.filter(Exists(held.filter(still_ahead())))
    return KeptModels(lambda: rows.order_by("title", "pk"))


def aimed_at() -> list[tuple[int, str, str, str]]:
    """Units that a training of the catalogue aims at: key, code, title and its English, by their codes."""
    return _AIMED.rows()


def _aimed_at() -> QuerySet[Competence, Any]:
    aiming = Programme.competences.through.objects.filter(competence=OuterRef("pk"), programme__is_active=True)
    rows = Competence.objects.filter(Exists(aiming)).order_by("code", "pk")
    return rows.values_list("pk", "code", "title", "title_en")


_AIMED = Kept(_aimed_at)


def next_sessions(programmes: Iterable[Programme], at: datetime) -> dict[int, Coming]:
    """Programme -> its soonest announced session that is not over.

    One that takes requests stands before one that does not, one still ahead before one that runs.
    """
    rows = _NEXT.rows(programmes=[row.pk for row in programmes], on=timezone.localdate(at), moment=at)
    return {
        programme: Coming(pk, day, capacity, taken or 0, opens_on, place in (0, 1), place in (1, 3))
        for programme, pk, day, capacity, opens_on, place, taken in rows
    }


def _next() -> QuerySet[Session, Any]:
    opened: Any = Session.objects.filter(programme__in=among("programmes"), status=SessionStatus.OPEN)
    joinable = Exists(opened.model.objects.registering_on(blank("on")).filter(pk=OuterRef("pk")))
    begun = Exists(Meeting.objects.filter(session=OuterRef("pk"), starts_at__lte=blank("moment")))
    taken = Enrolment.objects.filter(session=OuterRef("pk"), status__in=TAKING_A_SEAT).order_by().values("session")
    place = Case(
        When(joinable & ~begun, then=Value(0)),
        When(joinable, then=Value(1)),
        When(~begun, then=Value(2)),
        default=Value(3),
    )
    rows = opened.filter(still_ahead()).annotate(place=place)
    rows = rows.order_by("programme", "place", *SOONEST).distinct("programme")
    seats = Subquery(taken.annotate(n=Count("pk")).values("n"))
    return rows.values_list("programme", "pk", "starts_on", "capacity", "opens_on", "place", seats)


_NEXT = Kept(_next)
