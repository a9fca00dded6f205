"""Ready-made plans that fit a review, and taking from one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views import View

from baubau_pembinaan.accounts.selectors import appointment_on
from evaluations.models import PlanTemplate, Review
from evaluations.review_access import Access
from evaluations.services.reviews import templates

from .base import found


def fitting(review: Review) -> QuerySet[PlanTemplate]:
    """Templates in use for everybody, or for the post the person holds today, or for the unit of the review."""
    post = appointment_on(review.person, timezone.localdate())
    position = Q(position=None) | Q(position=post.position_id) if post else Q(position=None)
    unit = Q(unit=None) | Q(unit=review.unit_id) if review.unit_id else Q(unit=None)
    rows = PlanTemplate.objects.filter(position, unit, is_active=True)
    return rows.prefetch_related("results", "expectations").order_by("title", "pk")


class TakeFromTemplate(View):
    def _begin(self, request: HttpRequest, pk: int) -> tuple[Review, Access]:
        review, access = found(request, pk)
        if not review.cycle.is_running or not (access.may_plan(review) or access.may_expect(review)):
            raise PermissionDenied
        return review, access

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, access = self._begin(request, pk)
        context: dict[str, Any] = {
            "review": review,
            "templates": list(fitting(review)[:50]),
            "plans": access.may_plan(review),
        }
        return render(request, "evaluations/review/templates.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, access = self._begin(request, pk)
        chosen = request.POST.get("template", "")
        number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0
        template = get_object_or_404(fitting(review), pk=number)
        deed = templates.take_results if access.may_plan(review) else templates.take_expectations
        try:
            n = deed(review=review, template=template, by=request.user, on=timezone.localdate())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("evaluations:review-templates", pk=pk)
        said = ngettext("%(n)s line is taken from the template.", "%(n)s lines are taken from the template.", n)
        messages.success(request, said % {"n": n})
        return redirect("evaluations:review-detail", pk=pk)
