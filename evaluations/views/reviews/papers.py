"""The papers of a review as PDF, for whoever may read what stands in them; those of a whole unit in one file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.accounts.selectors import appointment_on
from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.documents.render import to_pdf
from baubau_pembinaan.documents.services import cancel_run
from baubau_pembinaan.libraries.models import Unit
from evaluations.paper_kinds import PAPERS
from evaluations.review_forms import BatchForm
from evaluations.selectors.reviews import leads_somebody
from evaluations.services.reporting import REVIEW_BATCH
from evaluations.services.reviews import batches

from .base import found


class ReviewPaper(View):
    def get(self, request: HttpRequest, pk: int, paper: str) -> HttpResponse:
        review, access = found(request, pk)
        wanted = PAPERS.get(paper)
        if wanted is None:
            raise Http404
        if not wanted.may(access, review):
            raise PermissionDenied
        response = HttpResponse(to_pdf(wanted.make(review, timezone.localdate())), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="skp-{review.cycle.year}-{review.pk}-{paper}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


class UnitPapers(View):
    """One paper for everybody in a unit; made in the background, and only of reviews the asker may read."""

    def _page(self, request: HttpRequest, form: BatchForm) -> HttpResponse:
        runs = batches.runs_by(request.user)
        units = {unit.pk: str(unit) for unit in Unit.objects.filter(pk__in=[run.parameters["unit"] for run in runs])}
        lines = [
            {
                "run": run,
                "paper": PAPERS[run.parameters["paper"]].title,
                "unit": units.get(run.parameters["unit"], "–"),
            }
            for run in runs
        ]
        context = {"form": form, "lines": lines, "working": any(not run.is_over for run in runs)}
        return render(request, "evaluations/review/batch.html", context)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not leads_somebody(request.user, timezone.localdate()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """One's own unit first."""
        me = profile_of(request.user)
        post = appointment_on(me, timezone.localdate()) if me else None
        return self._page(request, BatchForm(initial={"unit": post.unit_id if post else None}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BatchForm(request.POST)
        if form.is_valid():
            now = timezone.now()
            try:
                batches.request_batch(by=request.user, on=timezone.localdate(), at=now, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The papers are being made."))
                return redirect("evaluations:review-batch")
        return self._page(request, form)


class UnitPapersCancel(View):
    """Stop papers that are waiting or being made: only whoever asked for them."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mine = ReportRun.objects.filter(report=REVIEW_BATCH, requested_by=request.user)
        cancel_run(run_id=get_object_or_404(mine, pk=pk).pk, at=timezone.now())
        messages.success(request, _("The papers are no longer being made."))
        return redirect("evaluations:review-batch")
