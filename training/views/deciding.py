"""Requests for a seat: what waits for the reader, yes or no."""

from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db.models import Exists, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import is_administrator, profile_of
from baubau_pembinaan.core.statements import FoundFirst, Kept, KeptModels, blank
from training.choices import EnrolmentStatus
from training.models import Enrolment
from training.selectors import sessions as reading
from training.selectors.clashes import clashes_of
from training.selectors.teaching import meetings_taught
from training.services import enrolments

from .common import need, say_refusal
from .team import led


def waiting_kind(request: HttpRequest) -> tuple[tuple[bool, bool, bool], dict[str, Any]]:
    """What `_waiting` and `_roles` are asked for this reader."""
    user, profile = request.user, profile_of(request.user)
    everybody = is_administrator(user)
    second = user.has_perm("training.confirm_enrolment") and (everybody or profile is not None)
    return (everybody, second, profile is not None), {
        "leader": profile.pk if profile else None,
        "on": timezone.localdate(),
    }


def _requests(everybody: bool, second: bool, has_profile: bool) -> QuerySet[Enrolment]:
    """Requests the reader decides; one's own are for somebody else."""
    rows = reading.to_decide(None if everybody else led(), second=second)
    return rows.exclude(profile=blank("leader")) if has_profile else rows


@lru_cache
def waiting(everybody: bool, second: bool, has_profile: bool) -> KeptModels[Enrolment]:
    read = Enrolment.objects.select_related("profile", "session__programme")
    return FoundFirst(lambda: _requests(everybody, second, has_profile), lambda: read)


@lru_cache
def roles(everybody: bool, second: bool, has_profile: bool) -> Kept:
    mine = StaffProfile.objects.filter(pk=blank("leader")).order_by()
    waiting = _requests(everybody, second, has_profile)
    return Kept(lambda: mine.values_list(Exists(waiting), Exists(meetings_taught(blank("leader"))), Exists(led())))


class Approvals(PermissionRequiredMixin, ListView):
    """What waits for my yes or no, with where the person is at that time."""

    permission_required = "training.take_part"
    template_name = "training/enrolment/approvals.html"
    paginate_by = 25

    def get_queryset(self) -> Any:
        kind, values = waiting_kind(self.request)
        return waiting(*kind).part(**values)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found = clashes_of(context["page_obj"].object_list)
        context["rows"] = [(row, found.get(row.pk, [])) for row in context["page_obj"].object_list]
        return context


def told_of(status: str) -> str:
    """What an approval led to, with a hole for the person."""
    if status == EnrolmentStatus.ENDORSED:
        return _("%(person)s: approved. It now waits for the second approval.")
    if status == EnrolmentStatus.WAITING:
        return _("%(person)s: approved, and on the waiting list: every seat is taken.")
    return (
        _("%(person)s: approved, and has a seat.") if status == EnrolmentStatus.SEATED else _("%(person)s: approved.")
    )


class Decide(PermissionRequiredMixin, View):
    """Yes or no to one request: the supervisor's, or the second one."""

    permission_required = "training.view_programme"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(Enrolment.objects.select_related("profile", "session__programme"), pk=pk)
        second = row.status == "endorsed"
        need(request, "training.confirm_enrolment" if second else "training.decide_enrolment", row)
        at, says_yes = timezone.now(), request.POST.get("decision") == "yes"
        try:
            if not says_yes:
                reason = request.POST.get("reason", "")[:300]
                enrolments.refuse_enrolment(enrolment=row, by=request.user, at=at, reason=reason)
            elif second:
                row = enrolments.confirm_enrolment(enrolment=row, by=request.user, at=at)
            else:
                row = enrolments.approve_enrolment(enrolment=row, by=request.user, at=at)
        except ValidationError as refusal:
            say_refusal(request, refusal)
        else:
            words = told_of(row.status) if says_yes else _("%(person)s: not approved. The person reads your reason.")
            messages.success(request, words % {"person": row.profile})
        return redirect("training:approvals")
