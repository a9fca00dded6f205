"""Angka kredit and predikat on the page of the steps to the next level (training), for whoever may see them."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone

from baubau_pembinaan.accounts.models import StaffProfile
from evaluations.review_choices import Predicate

if TYPE_CHECKING:
    from evaluations.selectors.credit import CreditAccount

ENOUGH = (Predicate.GOOD, Predicate.VERY_GOOD)  # "paling rendah Baik", Perpusnas 17/2021


def credit_panel(request: HttpRequest, person: StaffProfile) -> tuple[str, dict[str, Any]] | None:
    account = _account(request, person)
    return ("evaluations/credit/_panel.html", {"account": account}) if account and account.level else None


def predikat_panel(request: HttpRequest, person: StaffProfile) -> tuple[str, dict[str, Any]] | None:
    """Whether the newest predikat is good enough for the next level."""
    account = _account(request, person)
    if account is None:
        return None
    review = account.told_lately
    enough = review is not None and review.predicate in ENOUGH
    return "evaluations/credit/_predikat.html", {"review": review, "enough": enough}


def _account(request: HttpRequest, person: StaffProfile) -> "CreditAccount | None":
    """Read once for both panels of a page; None where the reader may not see it."""
    from evaluations.selectors.credit import credit_of

    if not request.user.has_perm("evaluations.see_credit", person):
        return None
    held: CreditAccount | None = getattr(request, "career_account", None)
    if held is None or held.person != person:
        held = credit_of(person, timezone.localdate())
        setattr(request, "career_account", held)  # noqa: B010 - a request has no such field of its own
    return held
