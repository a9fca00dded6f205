"""The result of a period as a paper of the office."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views import View

from baubau_pembinaan.documents.render import to_pdf
from evaluations.report.period_paper import period_document
from evaluations.views.results import PERIODS


class PeriodPaper(PermissionRequiredMixin, View):
    """A PDF under the letterhead, in the reader's language, of a period in any state."""

    permission_required = "evaluations.view_survey"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        period = get_object_or_404(PERIODS, pk=pk)
        language: Any = "en" if get_language() == "en" else "id"
        paper = period_document(period, on=timezone.localdate(), language=language)
        response = HttpResponse(to_pdf(paper), content_type="application/pdf")
        name = f"skm-{period.survey.code}-{slugify(period.key)}.pdf"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
