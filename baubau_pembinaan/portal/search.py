"""One search box for staff: each kind of thing is looked up with one statement, where the reader may see it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile, User
from baubau_pembinaan.libraries.models import ServicePoint
from evaluations.models import Survey

from .navigation import url_of
from .rooms import all_of

SHORTEST_QUERY = 2
HITS_AT_MOST = 20


@dataclass(frozen=True)
class Hit:
    """Something found; an empty `url` means there is no page of its own yet."""

    title: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class Kind:
    label: Any
    icon: str
    permission: str  # empty: every signed-in reader
    find: Callable[[str, User], Iterator[Hit]]


@dataclass(frozen=True)
class Group:
    label: Any
    icon: str
    hits: list[Hit]
    has_more: bool


def _people(query: str, user: User) -> Iterator[Hit]:
    digits = "".join(filter(str.isdigit, query))
    matches = Q(name__icontains=query)
    if len(digits) >= 4:
        matches |= Q(nip__startswith=digits)
    for person in StaffProfile.objects.filter(matches).order_by("name", "pk")[: HITS_AT_MOST + 1]:
        url = url_of("accounts:person-detail", args=[person.pk])
        if not url and user.is_staff:
            url = url_of("admin:accounts_staffprofile_change", args=[person.pk])
        yield Hit(person.full_name, person.get_employment_status_display(), url)


def _service_points(query: str, user: User) -> Iterator[Hit]:
    points = ServicePoint.objects.active().filter(
        Q(name__icontains=query) | Q(name_en__icontains=query) | Q(place__icontains=query)
    )
    for point in points.order_by("name", "pk")[: HITS_AT_MOST + 1]:
        url = url_of("admin:libraries_servicepoint_change", args=[point.pk]) if user.is_staff else ""
        yield Hit(point.title, point.place, url)


def _surveys(query: str, user: User) -> Iterator[Hit]:
    surveys = Survey.objects.filter(
        Q(title__icontains=query) | Q(title_en__icontains=query) | Q(code__icontains=query)
    ).order_by("title", "pk")
    for survey in surveys[: HITS_AT_MOST + 1]:
        yield Hit(survey.reader_title, survey.code, url_of("evaluations:survey-detail", args=[survey.pk]))


KINDS = [
    Kind(_("People"), "people", "accounts.see_directory", _people),
    Kind(_("Surveys"), "chat-square-text", "evaluations.view_survey", _surveys),
    Kind(_("Service points"), "geo-alt", "", _service_points),
]


def search(query: str, user: User) -> list[Group]:
    """What is found, kind by kind, at most HITS_AT_MOST each; nothing for a query under two characters."""
    query = " ".join(query.split())
    if len(query) < SHORTEST_QUERY:
        return []
    groups = []
    for kind in [*KINDS, *all_of("SEARCH")]:
        if kind.permission and not user.has_perm(kind.permission):
            continue
        hits = list(kind.find(query, user))
        if hits:
            groups.append(Group(kind.label, kind.icon, hits[:HITS_AT_MOST], len(hits) > HITS_AT_MOST))
    return groups
