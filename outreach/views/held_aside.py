"""Registrations that came oddly: seen together, taken in one by one, discarded as ticked."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.generic import ListView

from outreach import selectors
from outreach.services.keeping import discard_held


class HeldAside(PermissionRequiredMixin, ListView):
    """The list, the oldest first; POST discards the ticked ones for good."""

    permission_required = "outreach.manage_registration"
    template_name = "outreach/registration/held.html"
    context_object_name = "registrations"
    paginate_by = 100

    def get_queryset(self) -> Any:
        return selectors.registrations.held_aside(timezone.now())

    def post(self, request: HttpRequest) -> HttpResponse:
        ticked = [int(pk) for pk in request.POST.getlist("row") if pk.isascii() and pk.isdecimal() and len(pk) < 10]
        gone = discard_held(ids=ticked)
        words = ngettext("%(n)s registration was discarded.", "%(n)s registrations were discarded.", gone)
        messages.success(request, words % {"n": gone})
        return redirect("outreach:registration-held")
