"""Small things several pages share."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.formats import tanggal_pukul
from training.models import Enrolment
from training.selectors.clashes import clashes_of

TONES = {
    "requested": "wait",
    "endorsed": "wait",
    "waiting": "wait",
    "offered": "wait",
    "seated": "info",
    "attended": "info",
    "completed": "done",
    "no_show": "late",
    "refused": "late",
    "withdrawn": "plain",
    "cancelled": "plain",
    "unseated": "plain",
    "draft": "plain",
    "open": "info",
    "finished": "done",
    "earned": "wait",
    "verified": "done",
    "present": "done",
    "late": "wait",
    "partial": "wait",
    "absent": "late",
}


def query_of(request: HttpRequest) -> str:
    """The words searched for, tidied."""
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:80]


def number_of(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def word_of(request: HttpRequest, name: str, allowed: Any) -> str:
    value = request.GET.get(name, "")
    return value if value in allowed else ""


PER_SLICE = 50


class Slice:
    """A part of a list, read in one statement: no total is counted. `earlier` and `later` are addresses, or empty."""

    def __init__(self, rows: list[Any], earlier: str = "", later: str = "") -> None:
        self.rows, self.earlier, self.later = rows, earlier, later

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def slice_of(request: HttpRequest, rows: Any, *, name: str = "page", per: int = PER_SLICE, first: int = 1) -> Slice:
    """The part of the rows that the address asks for, part `first` where it says nothing sensible."""
    number = min(max(number_of(request, name) or first, 1), 100_000)
    found = list(rows[(number - 1) * per : number * per + 1])

    def address(other: int) -> str:
        words = request.GET.copy()
        words[name] = str(other)
        return f"?{words.urlencode()}"

    earlier = address(number - 1) if number > 1 else ""
    return Slice(found[:per], earlier, address(number + 1) if len(found) > per else "")


def meetings_part(request: HttpRequest, meetings: list[Any], *, per: int, at: datetime) -> Slice:
    """A part of a session's meetings in their order; opened at the next one, or at the last ones once all are over."""
    ahead = next((place for place, meeting in enumerate(meetings) if not meeting.is_over_at(at)), len(meetings) - 1)
    return slice_of(request, meetings, name="pertemuan", per=per, first=max(ahead, 0) // per + 1)


def own_profile(request: HttpRequest) -> StaffProfile:
    """The reader's own person; 403 for accounts that are nobody's."""
    profile = profile_of(request.user)
    if profile is None:
        raise PermissionDenied
    return profile


def need(request: HttpRequest, permission: str, subject: Any = None) -> None:
    """403 unless the reader may."""
    if not request.user.has_perm(permission, subject):
        raise PermissionDenied


def say_refusal(request: HttpRequest, refusal: ValidationError) -> None:
    for text in refusal.messages:
        messages.error(request, text)


WARNINGS_SHOWN = 10


def warn_of_clashes(request: HttpRequest, rows: Iterable[Enrolment]) -> None:
    """Name those of the enrolments who are elsewhere at the time of their session."""
    rows = list(rows)
    found = clashes_of(rows)
    elsewhere = [(row.profile, when, title) for row in rows for when, title in found.get(row.pk, [])]
    for person, when, title in elsewhere[:WARNINGS_SHOWN]:
        words = {"person": person, "training": title, "when": tanggal_pukul(when)}
        messages.warning(request, _("%(person)s is also in “%(training)s” (%(when)s).") % words)
    if n := len(elsewhere[WARNINGS_SHOWN:]):
        messages.warning(request, ngettext("and %(n)s more overlap", "and %(n)s more overlaps", n) % {"n": n})
