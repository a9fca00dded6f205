"""Deciding on answers held aside: counted at one touch, thrown away after a look."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.core.formats import angka
from evaluations.masking import masked
from evaluations.models import HeldBatch
from evaluations.selectors import held as selectors
from evaluations.selectors.comments import MODERATE
from evaluations.services import held
from evaluations.services.comments import staff_names
from evaluations.skm import half_up

BATCHES = HeldBatch.objects.select_related("period__survey")


class HeldDecide(PermissionRequiredMixin, View):
    """GET: what the batch holds; its comments for whoever may moderate. POST: count it (`accept`), or throw it away
    (`discard`, with `sure` and what was `seen`), which with comments in it takes the right to remove one."""

    permission_required = "evaluations.manage_survey"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(BATCHES, pk=pk)
        if not batch.is_waiting:
            messages.info(request, _("This batch was decided on already."))
            return redirect("evaluations:period-detail", pk=batch.period_id)
        return self._page(request, batch)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(BATCHES, pk=pk)
        now, decision = timezone.now(), request.POST.get("decision")
        try:
            if decision == "accept":
                number = held.accept_held_batch(batch=batch, by=request.user, at=now)
                messages.success(request, _("%(n)s answers now count.") % {"n": number})
            elif decision == "discard":
                if batch.is_waiting and not request.POST.get("sure"):
                    return self._page(request, batch, _("Say that you are sure: what is thrown away is gone."))
                found = selectors.contents(batch)
                if found.comments and not request.user.has_perm(MODERATE):
                    raise PermissionDenied
                if batch.is_waiting and request.POST.get("seen") != found.seen:
                    return self._page(request, batch, _("More came in meanwhile. Please look again."))
                number = held.discard_held_batch(batch=batch, by=request.user, at=now, seen=found)
                messages.success(request, _("%(n)s answers were discarded.") % {"n": number})
            else:
                messages.error(request, _("Choose to count or to discard the answers."))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("evaluations:period-detail", pk=batch.period_id)

    def _page(self, request: HttpRequest, batch: HeldBatch, refusal: str = "") -> HttpResponse:
        found, moderates = selectors.contents(batch), request.user.has_perm(MODERATE)
        names = staff_names() if moderates and found.comments else ()
        page = None
        if moderates and found.comments:
            page = selectors.words_of(batch, found.comments, request.GET.get("page"))
        context: dict[str, Any] = {
            "batch": batch,
            "period": batch.period,
            "found": found,
            "mean": None if found.mean is None else angka(Decimal(half_up(found.mean, 2)), 2),
            "moderates": moderates,
            "words": [masked(text, names) for text in page] if page else [],
            "page_obj": page,
            "may_discard": moderates or not found.comments,
            "is_looked_through": page is None or not page.has_next(),
            "refusal": refusal,
        }
        return render(request, "evaluations/period/held.html", context, status=422 if refusal else 200)
