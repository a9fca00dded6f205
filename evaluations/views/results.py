"""Staff pages: the result of a period, on screen and as a spreadsheet."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView

from baubau_pembinaan.core.charts import bar_chart
from baubau_pembinaan.core.formats import angka, rentang_tanggal
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from evaluations import selectors
from evaluations.choices import Unsur
from evaluations.guard import SMALLEST_GROUP
from evaluations.models import Period
from evaluations.skm import SkmResult
from evaluations.words import ikm_words, mutu_words

PERIODS = Period.objects.select_related("survey__service_point", "survey__unit", "version__instrument", "late")


class PeriodDetail(PermissionRequiredMixin, DetailView):
    permission_required = "evaluations.view_survey"
    template_name = "evaluations/period/detail.html"
    context_object_name = "period"
    queryset = PERIODS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = self.object
        summary = selectors.results.whole_period_rows(period)
        result = selectors.results.period_result(period, summary)
        return super().get_context_data(
            survey=period.survey,
            result=result,
            ikm=ikm_words(result),
            rows=_rows(result),
            chart=_chart(result) if result.respondents else None,
            profiles=selectors.results.profiles(summary),
            smallest_group=SMALLEST_GROUP,
            batches=list(selectors.surveys.waiting_batches(period)),
            **kwargs,
        )


class PeriodXlsx(PermissionRequiredMixin, View):
    permission_required = "evaluations.view_survey"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        period = get_object_or_404(PERIODS, pk=pk)
        result = selectors.results.period_result(period)
        columns = [
            Column(_("Unsur")),
            Column("n", kind="int"),
            *(Column(_("Answers with %(value)s") % {"value": value}, kind="int") for value in (4, 3, 2, 1)),
            Column(_("Sum"), kind="int"),
            Column("NRR", kind="number"),
            Column(_("Weighted NRR"), kind="number"),
            Column(_("Mutu")),
        ]
        rows: list[list[Any]] = [
            [Unsur(u.key).label, u.n, *reversed(u.counts), u.sum, u.nrr_3, u.weighted_3, u.grade or "-"]
            for u in result.unsur
        ]
        rows.append([_("IKM"), result.respondents, None, None, None, None, None, None, result.ikm, result.grade or "-"])
        return xlsx_response(
            title=f"SKM {period.survey.reader_title} {period.key}",
            period=rentang_tanggal(period.starts_on, period.ends_on),
            columns=columns,
            rows=rows,
        )


def _rows(result: SkmResult) -> list[dict[str, Any]]:
    return [
        {
            "label": Unsur(u.key).label,
            "n": u.n,
            "counts": list(reversed(u.counts)),
            "sum": u.sum,
            "nrr": _number(u.nrr_3, 3),
            "weighted": _number(u.weighted_3, 3),
            "on_100": _number(u.on_100, 2),
            "mutu": mutu_words(u.grade),
        }
        for u in result.unsur
    ]


def _number(value: Decimal | None, places: int) -> str:
    return "–" if value is None else angka(value, places)


def _chart(result: SkmResult) -> Any:
    return bar_chart(
        [(str(Unsur(u.key).label), u.nrr_3) for u in result.unsur],
        title=_("NRR per unsur (1 to 4)"),
        value_label="NRR",
        places=2,
        maximum=4,
    )
