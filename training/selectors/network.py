"""Memberships, conference reports, practice notes."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from baubau_pembinaan.accounts.models import StaffProfile
from training.models import ConferenceReport, ExchangeVisit, Membership, MentoringPair, PeerLibrary, PracticeNote


def notes(query: str = "", subject: int | None = None) -> QuerySet[PracticeNote]:
    """Notes from practice, the newest first, each with `comment_count`."""
    rows = PracticeNote.objects.select_related("author", "subject").annotate(comment_count=Count("comments"))
    if query:
        rows = rows.filter(Q(title__icontains=query) | Q(body__icontains=query) | Q(author__name__icontains=query))
    if subject:
        rows = rows.filter(subject=subject)
    return rows.order_by("-written_at", "-pk")


def memberships_of(profile: StaffProfile) -> QuerySet[Membership]:
    return Membership.objects.filter(profile=profile).select_related("association").order_by("-starts_on", "-pk")


def reports(profile: StaffProfile | None = None) -> QuerySet[ConferenceReport]:
    """Conference reports, the newest first: one person's, or all."""
    rows = ConferenceReport.objects.select_related("profile")
    if profile is not None:
        rows = rows.filter(profile=profile)
    return rows.order_by("-ended_on", "-pk")


def pairs() -> QuerySet[MentoringPair]:
    return MentoringPair.objects.select_related("mentor", "mentee").order_by("-starts_on", "-pk")


def visits() -> QuerySet[ExchangeVisit]:
    return ExchangeVisit.objects.select_related("peer").order_by("-visited_on", "-pk")


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
