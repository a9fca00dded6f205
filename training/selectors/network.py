"""Memberships, conference reports, practice notes."""

from datetime import date
from functools import lru_cache

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.statements import KeptModels, KeptPart, blank
from training.models import (
    ConferenceReport,
    ExchangeVisit,
    Membership,
    MentoringPair,
    PeerLibrary,
    PracticeComment,
    PracticeNote,
)


def notes(query: str = "", subject: int | None = None) -> KeptPart[PracticeNote]:
    """Notes from practice, the newest first, each with `comment_count`."""
    return _notes(bool(query), bool(subject)).part(query=query, subject=subject)


@lru_cache
def _notes(query: bool, subject: bool) -> KeptModels[PracticeNote]:
    comments = PracticeComment.objects.filter(note=OuterRef("pk")).order_by().values("note")
    number = Coalesce(Subquery(comments.annotate(n=Count("pk")).values("n")), 0)
    rows = PracticeNote.objects.select_related("author", "subject").annotate(comment_count=number)
    if query:
        words = blank("query")
        rows = rows.filter(Q(title__icontains=words) | Q(body__icontains=words) | Q(author__name__icontains=words))
    if subject:
        rows = rows.filter(subject=blank("subject"))
    return KeptModels(lambda: rows.order_by("-written_at", "-pk"))


def memberships_of(profile: StaffProfile) -> KeptPart[Membership]:
    return _MEMBERSHIPS.part(person=profile.pk)


def _memberships() -> QuerySet[Membership]:
    rows = Membership.objects.filter(profile=blank("person")).select_related("association")
    return rows.order_by("-starts_on", "-pk")


def reports() -> KeptPart[ConferenceReport]:
    """Conference reports of everybody, the newest first."""
    return _REPORTS.part()


def pairs() -> KeptPart[MentoringPair]:
    return _PAIRS.part()


def visits() -> KeptPart[ExchangeVisit]:
    return _VISITS.part()


_MEMBERSHIPS = KeptModels(_memberships)
_REPORTS = KeptModels(lambda: ConferenceReport.objects.select_related("profile").order_by("-ended_on", "-pk"))
_PAIRS = KeptModels(lambda: MentoringPair.objects.select_related("mentor", "mentee").order_by("-starts_on", "-pk"))
_VISITS = KeptModels(lambda: ExchangeVisit.objects.select_related("peer", "written_by").order_by("-visited_on", "-pk"))


def peers(query: str = "", kind: str = "") -> QuerySet[PeerLibrary]:
    """Libraries in use first, by name, each with `visit_count`."""
    rows = PeerLibrary.objects.annotate(visit_count=Count("visits"))
    if query:
        fields = ("name", "place", "contact_name", "strengths")
        wanted = Q()
        for field in fields:
            wanted |= Q(**{f"{field}__icontains": query})
        rows = rows.filter(wanted)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by("-is_active", "name", "pk")


def written_by(profile: StaffProfile, first: date, last: date) -> tuple[list[ConferenceReport], list[PracticeNote]]:
    """Conferences of the person that ended in the period, and practice notes the person wrote in it."""
    conferences = ConferenceReport.objects.filter(profile=profile, ended_on__range=(first, last))
    own = PracticeNote.objects.filter(author=profile, written_at__date__range=(first, last))
    return list(conferences.order_by("-ended_on", "-pk")), list(own.order_by("-written_at", "-pk"))
