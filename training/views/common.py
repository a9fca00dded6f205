"""Small things several pages share."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import profile_of

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
