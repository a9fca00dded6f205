"""The simulated angka kredit on the page of the steps to the next level (training), for whoever may see it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from baubau_pembinaan.accounts.models import StaffProfile


def credit_panel(request: HttpRequest, person: StaffProfile) -> tuple[str, dict[str, Any]] | None:
    from evaluations.selectors.credit import credit_of

    if not request.user.has_perm("evaluations.see_credit", person):
        return None
    account = credit_of(person, timezone.localdate())
    return ("evaluations/credit/_panel.html", {"account": account}) if account.level else None
