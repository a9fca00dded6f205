"""The words on top of every page. A word shows as soon as its room has a page, so nothing points nowhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.rules import has_role
from baubau_pembinaan.notifications import by_hand, mailbox


@dataclass(frozen=True)
class Place:
    """Where a word may lead: the first of `url_names` that exists; `rooms` are the URL namespaces it stands for."""

    label: Any
    icon: str
    url_names: tuple[str, ...]
    rooms: tuple[str, ...] = ()
    permission: str = ""  # "is_staff" for what only the administration's readers may open
    keep: bool = False  # stays in the bar on phones
    there: Callable[[], bool] = lambda: True  # False where this installation has no such page


@dataclass(frozen=True)
class Entry:
    label: str
    icon: str
    url: str
    current: bool
    keep: bool = False


# Five words, no more (design 2.2): what does not fit stands on the page of one of them.
STAFF = (
    Place(_("Home"), "house", ("portal:home",)),
    Place(_("Training"), "mortarboard", ("training:home",), ("training",), permission="training.view_programme"),
    Place(_("Performance"), "graph-up", ("evaluations:home", "evaluations:survey-list"), ("evaluations",)),
    Place(
        _("Collection"),
        "collection",
        ("collections_app:home",),
        ("collections_app",),
        permission="collections_app.view_demand",
    ),
    Place(_("Activities"), "calendar-event", ("outreach:home",), ("outreach",), permission="outreach.view_event"),
)
PUBLIC = (
    Place(_("Services & surveys"), "chat-square-text", ("portal:public-home",)),
    Place(_("Activities"), "calendar-event", ("outreach:public-home",), ("outreach",)),
    Place(_("Our books"), "book", ("collections_app:public-home",)),
    Place(_("Suggest a book"), "chat-square-text", ("collections_app:public-suggest",)),
    Place(_("About"), "info-circle", ("portal:about",)),
)
ACCOUNT = (
    Place(_("My profile"), "person", ("portal:profile",)),
    Place(_("Messages"), "bell", ("notifications:inbox",)),
    Place(_("Administration"), "gear", ("admin:index",), permission="is_staff"),
    Place(_("Help"), "question-circle", ("portal:help",)),
)
# What is done every day: buttons on top of the home of those who stand at the desks, and of inspectors.
DAILY = (
    Place(_("Daily counts"), "bar-chart", ("libraries:count-grid",), permission="libraries.add_dailycount"),
    Place(_("Reference desk"), "question-circle", ("evaluations:tally",), permission="evaluations.add_referencetally"),
)
INSPECTING = (Place(_("Inspection bundle"), "archive", ("reports:inspection",), permission="reports.view_reports"),)
# Rooms without a word of their own in the bar; links on the staff home and the administration's first page.
OFFICE = (
    Place(_("Daily counts"), "bar-chart", ("libraries:count-grid",), permission="libraries.view_dailycount"),
    Place(_("Reference desk"), "question-circle", ("evaluations:tally",), permission="evaluations.add_referencetally"),
    Place(
        _("Complaints, questions and praise"),
        "chat-square-text",
        ("evaluations:complaint-list",),
        permission="evaluations.view_complaint",
    ),
    Place(_("Repairs"), "gear", ("evaluations:repair-list",), permission="evaluations.view_repairticket"),
    Place(
        _("Standards"), "clipboard-check", ("evaluations:standard-list",), permission="evaluations.view_servicestandard"
    ),
    Place(_("Friendly service"), "people", ("evaluations:observation-list",), permission="evaluations.observe_service"),
    Place(
        _("Accreditation"),
        "clipboard-check",
        ("evaluations:accreditation",),
        permission="evaluations.view_accreditationcomponent",
    ),
    Place(_("SOP and policies"), "archive", ("evaluations:procedure-list",), permission="evaluations.view_procedure"),
    Place(_("Staff directory"), "people", ("accounts:person-list",), permission="accounts.see_directory"),
    Place(_("Staff import"), "upload", ("accounts:person-import",), permission="accounts.manage_people"),
    Place(_("Reports"), "file-earmark-text", ("reports:home",), permission="reports.enter"),
    Place(_("Who changed what"), "clock-history", ("audit:entry-list",), permission="audit.read_history"),
    Place(_("Is the system well?"), "heart-pulse", ("notifications:health",), permission="notifications.view_health"),
    Place(_("Reminders"), "bell", ("notifications:reminder-list",), permission="notifications.manage_reminders"),
    Place(
        _("Send by WhatsApp"),
        "whatsapp",
        ("notifications:by-hand",),
        permission="notifications.send_by_hand",
        there=by_hand.is_in_use,
    ),
    Place(
        _("Timetable"),
        "clock",
        ("admin:django_celery_beat_periodictask_changelist",),
        permission="django_celery_beat.view_periodictask",
    ),
    Place(
        _("Mail on this machine"),
        "envelope",
        ("notifications:mail-list",),
        permission="notifications.view_mailbox",
        there=mailbox.is_in_use,
    ),
)
SHORTCUTS = (
    Place(_("Search"), "search", ("portal:search",)),
    Place(_("Messages"), "bell", ("notifications:inbox",), keep=True),
    Place(_("Help"), "question-circle", ("portal:help",)),
)


def on_top(user: Any) -> tuple[Place, ...]:
    """What this reader opens every day; those who lead begin with their tasks."""
    if has_role(user, Role.INSPECTOR):
        return INSPECTING
    return DAILY if has_role(user, Role.SERVICE_OFFICER, Role.LIBRARIAN) else ()


def url_of(*names: str, args: Sequence[Any] = ()) -> str:
    """The address of the first URL name that exists, or an empty text."""
    if args:
        return _url_of(names, tuple(args), None)
    return _plain_url_of(names, (), (settings.ROOT_URLCONF, get_urlconf(), get_script_prefix()))


def _url_of(names: tuple[str, ...], args: tuple[Any, ...], _tree: Any) -> str:
    for name in names:
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return ""


_plain_url_of = lru_cache(maxsize=200)(_url_of)  # every page asks a dozen, some for rooms that are not built


def _may(request: HttpRequest, permission: str) -> bool:
    if permission == "is_staff":
        return request.user.is_staff
    return not permission or request.user.has_perm(permission)


def entries(places: tuple[Place, ...], request: HttpRequest) -> list[Entry]:
    """The places that exist and that this reader may open, the one the page belongs to marked."""
    match = getattr(request, "resolver_match", None)
    room = match.app_name if match else ""
    found = []
    for place in places:
        url = url_of(*place.url_names)
        if not url or not place.there() or not _may(request, place.permission):
            continue
        current = bool(match) and (room in place.rooms or match.view_name in place.url_names)
        found.append(Entry(str(place.label), place.icon, url, current, keep=place.keep))
    return found
