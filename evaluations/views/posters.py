"""The poster that brings patrons to a survey."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View

from baubau_pembinaan.documents.letterhead import letterhead
from baubau_pembinaan.documents.posters import Poster, poster
from evaluations.links import short_address, survey_url
from evaluations.models import Survey

PAPERS = ("a4", "a5", "a6")


class SurveyPoster(PermissionRequiredMixin, View):
    """`?kertas=a4|a5|a6&bahasa=id|en`: a PDF with the QR code, the short address and three steps."""

    permission_required = "evaluations.view_survey"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        survey = get_object_or_404(Survey.objects.select_related("service_point"), pk=pk)
        paper: Any = request.GET.get("kertas", "a5")
        language: Any = request.GET.get("bahasa", "id")
        if paper not in PAPERS or language not in ("id", "en"):
            raise Http404
        with override(language):
            content = Poster(
                title=_("How was our service today?"),
                url=survey_url(survey),
                address=short_address(survey),
                code=survey.code,
                lead=survey.reader_title,
                steps=[
                    _("Open your phone's camera and point it at the code."),
                    _("Choose one answer for each question."),
                    _("Press Send. Nobody asks for your name."),
                ],
            )
        body = poster(content, day=timezone.localdate(), office=letterhead(), paper=paper, language=language)
        response = HttpResponse(body, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="poster-{survey.code}-{paper}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
