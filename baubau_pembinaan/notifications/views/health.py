"""Is it well? A tiny public answer for machines, a page of reasons for administrators."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from baubau_pembinaan.notifications import by_hand, health, selectors, services


@login_not_required
@never_cache
@require_safe
def public_health(request: HttpRequest) -> HttpResponse:
    """200 `ok` or 503 `gangguan`, nothing more: no version, no reason."""
    well = health.is_well(at=timezone.now())
    return HttpResponse("ok" if well else "gangguan", status=200 if well else 503, content_type="text/plain")


class Health(PermissionRequiredMixin, TemplateView):
    permission_required = "notifications.view_health"
    template_name = "notifications/health/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        entries = selectors.entries()
        found = health.findings(at=now, entries=entries)
        return super().get_context_data(
            findings=found,
            worst=health.worst(found),
            failed=selectors.failed_deliveries()[:50],
            timetable=selectors.timetable(entries, now),
            by_hand=by_hand.is_in_use(),
            **kwargs,
        )


class RetryFailed(PermissionRequiredMixin, View):
    """Try failed mail again: one (`delivery`) or all of it."""

    permission_required = "notifications.retry_delivery"

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = request.POST.get("delivery", "")
        ids = [int(chosen)] if chosen.isdecimal() and len(chosen) < 19 else None if not chosen else []
        count = services.retry_deliveries(deliveries=ids, at=timezone.now())
        if count:
            text = ngettext("%(count)d message is tried again.", "%(count)d messages are tried again.", count)
            messages.success(request, text % {"count": count})
        else:
            messages.info(request, _("There was nothing to try again."))
        return redirect("notifications:health")
