"""Files that prove a work result."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.models import ResultFile, Review, WorkResult
from evaluations.review_forms import ProofForm
from evaluations.services.reviews import files

from .base import found
from .lost import TellsLate


class ResultFiles(TellsLate):
    """What is kept with a work result, and one more file."""

    model, whose = WorkResult, ("is_person",)

    def _begin(self, request: HttpRequest, pk: int) -> tuple[WorkResult, Review]:
        result = get_object_or_404(WorkResult.objects.select_related("review"), pk=pk)
        review, access = found(request, result.review_id)
        if not (access.may_report(review) and review.cycle.is_running):
            raise PermissionDenied
        return result, review

    def _page(self, request: HttpRequest, result: WorkResult, review: Review, form: ProofForm) -> HttpResponse:
        kept = list(result.files.select_related("stored"))
        context = {"form": form, "result": result, "review": review, "files": kept}
        return render(request, "evaluations/review/files.html", context)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, *self._begin(request, pk), ProofForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        result, review = self._begin(request, pk)
        form = ProofForm(request.POST, request.FILES)
        if form.is_valid():
            upload, now = form.cleaned_data["file"], timezone.now()
            try:
                files.add_file(
                    result=result, upload=upload, name=upload.name, by=request.user, on=timezone.localdate(), at=now
                )
            except ValidationError as refusal:
                form.add_error("file", refusal.messages)
            else:
                messages.success(request, _("The file is kept."))
                return redirect("evaluations:review-files", pk=pk)
        return self._page(request, result, review, form)


class FileRemove(TellsLate):
    model, whose = ResultFile, ("is_person",)
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        kept = get_object_or_404(ResultFile.objects.select_related("result__review"), pk=pk)
        found(request, kept.result.review_id)
        files.remove_file(kept=kept, by=request.user, on=timezone.localdate())
        messages.success(request, _("The file is removed."))
        return redirect("evaluations:review-files", pk=kept.result_id)
