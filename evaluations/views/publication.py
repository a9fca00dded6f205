"""Publishing a result, its poster, the public page and the open data."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from baubau_pembinaan.core.charts import bar_chart, line_chart
from baubau_pembinaan.core.csvsafe import csv_bytes
from baubau_pembinaan.core.formats import angka, periode_singkat
from evaluations import open_data
from evaluations.models import Period
from evaluations.report.poster import result_poster
from evaluations.selectors.publication import PublicSurvey, public_surveys, published
from evaluations.services import publishing
from evaluations.words import mutu_words

AT_ONCE = 2  # deeds and comments of a survey that stand open; the others are folded away
PAST = 12  # published periods drawn per survey; older ones stand in the open data


class PublishPeriod(PermissionRequiredMixin, View):
    """Put the newest frozen result before the public, or take it back (`withdraw=1` with a reason)."""

    permission_required = "evaluations.publish_result"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        period = get_object_or_404(Period.objects.select_related("survey"), pk=pk)
        try:
            if request.POST.get("withdraw"):
                publishing.withdraw_result(period=period, by=request.user, reason=request.POST.get("reason", ""))
                messages.success(request, _("The result is no longer public."))
            else:
                row = publishing.publish_result(period=period, by=request.user, on=timezone.localdate())
                messages.success(request, _("The result is public."))
                if period.frozen_results.filter(number__gt=row.result.number).exists():
                    messages.warning(
                        request, _("It is that of an earlier closing: too few answers came or went since.")
                    )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("evaluations:period-report", pk=period.pk)


class ResultPoster(PermissionRequiredMixin, View):
    """`?kertas=a4|a3&bahasa=id|en`: the result as a poster, for whoever may read it."""

    permission_required = "evaluations.view_survey"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        period = get_object_or_404(Period.objects.select_related("survey__service_point", "survey__unit"), pk=pk)
        paper, language = request.GET.get("kertas", "a4"), request.GET.get("bahasa", "id")
        if paper not in ("a4", "a3") or language not in ("id", "en") or not period.is_closed:
            raise Http404
        try:
            result = publishing.result_on_poster(period)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("evaluations:period-report", pk=period.pk)
        response = HttpResponse(result_poster(period, result, paper, language), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="ikm-{period.survey.code}-{period.pk}-{paper}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


@method_decorator(login_not_required, name="dispatch")
class Satisfaction(TemplateView):
    """What patrons say, and what was done about it: for everybody, without a script."""

    template_name = "evaluations/public/satisfaction.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            surveys=[_drawn(survey) for survey in public_surveys()], columns=open_data.COLUMNS.items(), **kwargs
        )


def _drawn(survey: PublicSurvey) -> dict[str, Any]:
    newest, shown = survey.results[0], survey.results[:PAST]
    trend = None
    if len(shown) > 1:
        oldest_first = shown[::-1]
        trend = line_chart(
            [periode_singkat(r.period.key) for r in oldest_first],
            {"IKM": [r.ikm for r in oldest_first]},
            title=_("IKM over the periods"),
            places=2,
        )
    return {
        "survey": survey.survey,
        "place": survey.survey.service_point or survey.survey.unit,
        "period": newest.period,
        "ikm": angka(newest.ikm, 2),
        "mutu": mutu_words(newest.grade),
        "respondents": newest.respondents,
        "bars": bar_chart(
            [(u["label"], u["nrr"]) for u in newest.unsur],
            title=_("NRR per unsur (1 to 4)"),
            value_label="NRR",
            places=2,
            maximum=4,
        ),
        "trend": trend,
        "past": [
            {"period": r.period, "ikm": angka(r.ikm, 2), "mutu": mutu_words(r.grade), "n": angka(r.respondents)}
            for r in shown
        ],
        "deeds": survey.deeds[:AT_ONCE],
        "more_deeds": survey.deeds[AT_ONCE:PAST],
        "comments": survey.comments[:AT_ONCE],
        "more_comments": survey.comments[AT_ONCE:],
    }


@method_decorator(login_not_required, name="dispatch")
class OpenData(View):
    """`/kepuasan/data.csv` and `.json`: published figures only, no free text."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        rows = open_data.rows(published())
        if kind == "csv":
            response = HttpResponse(
                csv_bytes(open_data.FIELDS, rows, delimiter=","), content_type="text/csv; charset=utf-8"
            )
            response["Content-Disposition"] = 'attachment; filename="kepuasan.csv"'
            return response
        data = [dict(zip(open_data.FIELDS, row, strict=True)) for row in rows]
        return JsonResponse({"rows": data}, json_dumps_params={"ensure_ascii": False})
