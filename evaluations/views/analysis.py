"""Staff pages: what a period's answers say beyond the index; the library, its units and years together."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, TemplateView

from baubau_pembinaan.core.charts import line_chart
from baubau_pembinaan.core.formats import angka, periode_singkat
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from evaluations import selectors
from evaluations.charts import importance_picture
from evaluations.choices import Unsur
from evaluations.guard import SMALLEST_GROUP
from evaluations.models import Period
from evaluations.sample import krejcie_morgan, slovin
from evaluations.selectors.analysis import LEAST_FOR_IMPORTANCE, GroupResult
from evaluations.selectors.rollup import Moment, Rollup, Row
from evaluations.skm import SkmResult, result_as_json
from evaluations.words import ikm_words

from .results import PERIODS


class PeriodAnalysis(PermissionRequiredMixin, DetailView):
    permission_required = "evaluations.view_survey"
    template_name = "evaluations/period/analysis.html"
    context_object_name = "period"
    queryset = selectors.analysis.with_expectations(PERIODS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = self.object
        summary = selectors.results.whole_period_rows(period)
        bands = selectors.results.current_bands()
        result = selectors.results.period_result(period, summary, bands)
        source, missing = selectors.analysis.missing_groups(period, summary)
        return super().get_context_data(
            survey=period.survey,
            result=result,
            target=_target(period.population, result.respondents),
            share_source=source,
            missing=missing,
            channels=_groups(selectors.analysis.by_channel(period, summary, bands)),
            services=_groups(selectors.analysis.by_service(period, summary, bands)),
            least=LEAST_FOR_IMPORTANCE,
            smallest_group=SMALLEST_GROUP,
            **_importance(period, result),
            **kwargs,
        )


def _groups(found: Sequence[GroupResult]) -> list[dict[str, Any]]:
    return [{"label": row.label, "n": row.result.respondents, "ikm": ikm_words(row.result)} for row in found]


def _target(population: int | None, respondents: int) -> dict[str, Any] | None:
    if not population:
        return None
    wanted = krejcie_morgan(population)
    return {
        "population": population,
        "wanted": wanted,
        "slovin": slovin(population),
        "respondents": respondents,
        "left": max(0, wanted - respondents),
    }


def _importance(period: Period, result: SkmResult) -> dict[str, Any]:
    """Chart, n, and the unsur that cannot be placed because everybody answered alike; values as the report has them."""
    n, found = selectors.analysis.importance(period)
    rows = [
        (str(Unsur(row.key).label), None if row.nrr_3 is None else float(row.nrr_3), found.get(row.key))
        for row in result.unsur
    ]
    chart, unplaced = importance_picture(rows, title=_("Importance and satisfaction per unsur"))
    return {"importance_n": n, "importance": chart, "unplaced": unplaced}


class RollupPage(PermissionRequiredMixin, TemplateView):
    """?tahun=2026 chooses the year; format "xlsx" and "json" give the same lines."""

    permission_required = "evaluations.view_survey"
    template_name = "evaluations/period/rollup.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = _asked_rollup(self.request)
        moments = found.trend
        return super().get_context_data(
            rollup=found,
            ikm=ikm_words(found.library),
            lines=_lines(found),
            yearly=[{"label": m.label, "n": _n(m.result), "ikm": _words(m.result)} for m in found.yearly],
            chart=line_chart(
                [periode_singkat(m.label) for m in moments],
                {"IKM": [m.result.ikm if m.result else None for m in moments]},
                title=_("IKM of the library, period by period"),
                places=2,
            )
            if any(m.result and m.result.ikm for m in moments)
            else None,
            smallest_group=SMALLEST_GROUP,
            **kwargs,
        )


class RollupXlsx(PermissionRequiredMixin, View):
    permission_required = "evaluations.view_survey"

    def get(self, request: HttpRequest) -> HttpResponse:
        found = _asked_rollup(request)
        columns = [
            Column(_("About")),
            Column(_("Part of")),
            Column(_("Respondents"), kind="int"),
            Column("IKM", kind="number"),
            Column(_("Mutu")),
        ]
        rows: list[list[Any]] = [_cells(_("The whole library"), "", found.library)]
        for unit in found.units:
            rows.append(_cells(unit.label, "", unit.result))
            rows += [_cells(point.label, unit.label, point.result) for point in unit.inner]
        rows += [_cells(m.label, _("All years"), m.result) for m in found.yearly if m.result]
        return xlsx_response(title=_("SKM results together"), period=str(found.year or ""), columns=columns, rows=rows)


class RollupJson(PermissionRequiredMixin, View):
    permission_required = "evaluations.view_survey"

    def get(self, request: HttpRequest) -> JsonResponse:
        found = _asked_rollup(request)
        return JsonResponse(
            {
                "year": found.year,
                "library": result_as_json(found.library),
                "units": _rows_json(found.units),
                "years": [{"year": label, "result": result} for label, result in _moments_json(found.yearly)],
                "periods": [{"period": label, "result": result} for label, result in _moments_json(found.trend)],
            },
            json_dumps_params={"indent": 2, "ensure_ascii": False},
        )


def _asked_rollup(request: HttpRequest) -> Rollup:
    text = request.GET.get("tahun", "")
    if text and not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Http404
    return selectors.rollup.rollup(int(text) if text else None)


def _cells(label: str, part_of: str, result: SkmResult) -> list[Any]:
    return [label, part_of, result.respondents, result.ikm, result.grade or "-"]


def _rows_json(rows: Sequence[Row], hides: bool = False) -> list[dict[str, Any]]:
    """Lines of one breakdown; where their unsur stay out, so do those of their parts."""
    hides = hides or _has_thin_unsur([row.result for row in rows])
    return [
        {"about": row.label, "result": _line_json(row.result, hides), "parts": _rows_json(row.inner, hides)}
        for row in rows
    ]


def _moments_json(moments: Sequence[Moment]) -> list[tuple[str, Any]]:
    hides = _has_thin_unsur([m.result for m in moments if m.result])
    return [(m.label, None if m.result is None else _line_json(m.result, hides)) for m in moments]


def _has_thin_unsur(results: Sequence[SkmResult]) -> bool:
    """Whether an unsur of any line rests on one to four people: beside the whole it would follow from the others."""
    return any(0 < u.n < SMALLEST_GROUP for result in results for u in result.unsur)


def _line_json(result: SkmResult, hides: bool) -> dict[str, Any]:
    return {**result_as_json(result), "unsur": None} if hides else dict(result_as_json(result))


def _lines(found: Rollup) -> list[dict[str, Any]]:
    """Units with their service points below them, in the order of the page."""
    lines = []
    for unit in found.units:
        lines.append({"label": unit.label, "inner": False, "n": unit.result.respondents, "ikm": _words(unit.result)})
        for point in unit.inner:
            lines.append(
                {"label": point.label, "inner": True, "n": point.result.respondents, "ikm": _words(point.result)}
            )
    return lines


def _words(result: SkmResult | None) -> str:
    return (ikm_words(result) if result else "") or "–"


def _n(result: SkmResult | None) -> str:
    return "–" if result is None else angka(result.respondents, 0)
