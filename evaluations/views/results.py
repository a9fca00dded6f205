"""Staff pages: the result of a period, on screen and as a spreadsheet."""

import csv
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView

from baubau_pembinaan.core.charts import bar_chart, stacked_bar_chart
from baubau_pembinaan.core.charts.svg import FROM_BEST
from baubau_pembinaan.core.csvsafe import neutral
from baubau_pembinaan.core.formats import angka, nama_periode, rentang_tanggal
from baubau_pembinaan.core.statements import KeptModels, blank
from baubau_pembinaan.core.xlsx import Column, Sheet, xlsx_response
from baubau_pembinaan.libraries.models import Library
from evaluations import selectors
from evaluations.choices import HeldReason, Unsur
from evaluations.comparison import Change
from evaluations.guard import SMALLEST_GROUP, tells_few
from evaluations.models import Period
from evaluations.selectors.analysis import GroupResult
from evaluations.skm import SkmResult, UnsurResult, frozen_data, half_up, result_as_json
from evaluations.words import crowd_words, ikm_words, mutu_words

ENOUGH = 30  # respondents below which a result is a first impression
PERIODS = Period.objects.select_related(
    "survey__service_point", "survey__unit", "survey__event", "version__instrument", "late"
)


def _one_period() -> QuerySet[Period]:
    rows = selectors.surveys.with_before(selectors.surveys.with_frozen(PERIODS))
    return selectors.surveys.with_waiting(rows).filter(pk=blank("pk")).order_by()


_PERIOD = KeptModels(_one_period)


class PeriodDetail(PermissionRequiredMixin, DetailView):
    permission_required = "evaluations.view_survey"
    template_name = "evaluations/period/detail.html"
    context_object_name = "period"

    def get_object(self, queryset: Any = None) -> Period:
        found: Period | None = _PERIOD.part(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = self.object
        summary = selectors.results.whole_period_rows(period)
        result = selectors.results.period_result(period, summary)
        changes = selectors.followups.changes_since(period.before, result) if period.before else {}
        own = selectors.own_questions.own_answers(period, summary)
        return super().get_context_data(
            survey=period.survey,
            result=result,
            runs_on=period.ends_on >= timezone.localdate(),
            ikm=ikm_words(result),
            rows=_rows(result, changes),
            before_key=period.before["key"] if changes else "",
            charts=_charts(result) if result.respondents and result.unsur else "",
            profiles=selectors.results.profiles(summary),
            smallest_group=SMALLEST_GROUP,
            batches=_batches(period),
            weakest=[_weak(u) for u in result.priorities],
            are_equal=not result.priorities and not result.crowd,
            crowd=crowd_words(result.crowd) if result.crowd else "",
            are_few=result.respondents < ENOUGH,
            weight=_number(half_up(Fraction(1, len(result.unsur)), 3), 3) if result.unsur else "",
            means=[] if result.unsur else selectors.analysis.question_means(period, summary),
            own=own.questions,
            occupations=own.occupations,
            frozen=_frozen(period, result),
            **kwargs,
        )


class PeriodXlsx(PermissionRequiredMixin, View):
    permission_required = "evaluations.view_survey"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        period = get_object_or_404(PERIODS, pk=pk)
        summary = selectors.results.whole_period_rows(period)
        result = selectors.results.period_result(period, summary)
        columns = [
            Column(_("Unsur")),
            Column("n", kind="int"),
            *(Column(_("Answers with %(value)s") % {"value": value}, kind="int") for value in (4, 3, 2, 1)),
            Column(_("Sum"), kind="int"),
            Column("NRR", kind="thousandths"),
            Column(_("Weighted NRR"), kind="thousandths"),
            Column(_("Mutu")),
        ]
        rows: list[list[Any]] = [
            [Unsur(u.key).label, u.n, *reversed(u.counts), u.sum, u.nrr_3, u.weighted_3, u.grade or "-"]
            for u in result.unsur
        ]
        rows.append([_("IKM"), result.respondents, None, None, None, None, None, None, result.ikm, result.grade or "-"])
        people = [
            [profile.title, group.label, group.n]
            for profile in selectors.results.profiles(summary)
            for group in profile.groups
        ]
        return xlsx_response(
            title=f"SKM {period.survey.reader_title} {nama_periode(period.key)}",
            period=rentang_tanggal(period.starts_on, period.ends_on),
            sheets=[
                Sheet(_("Unsur"), columns, rows),
                Sheet(_("Respondents"), [Column(_("About")), Column(_("Group")), Column("n", kind="int")], people),
            ],
            office=Library.current().name,
        )


class PeriodCsv(PermissionRequiredMixin, View):
    """The period as flat lines: about, item, n and, for unsur, the figures. Groups come guarded."""

    permission_required = "evaluations.view_survey"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        period = get_object_or_404(PERIODS, pk=pk)
        summary = selectors.results.whole_period_rows(period)
        result = selectors.results.period_result(period, summary)
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="skm-{period.survey.code}-{slugify(period.key)}.csv"'
        response.write("\ufeff")
        lines = csv.writer(response)
        lines.writerow(["about", "item", "n", "answers_4", "answers_3", "answers_2", "answers_1", "nrr", "ikm", "mutu"])
        for u in result.unsur:
            lines.writerow(["unsur", u.key, u.n, *reversed(u.counts), u.nrr_3, u.on_100, u.grade])
        lines.writerow(["ikm", "", result.respondents, "", "", "", "", "", result.ikm, result.grade])
        for row in _services(period, summary, result):
            found = row.result
            lines.writerow(["service", neutral(row.label), found.respondents, *[""] * 5, found.ikm, found.grade])
        for profile in selectors.results.profiles(summary):
            for group in profile.groups:
                lines.writerow(["respondents", neutral(f"{profile.title}: {group.label}"), group.n, *[""] * 7])
        return response


class PeriodJson(PermissionRequiredMixin, View):
    """The same as data: result, distribution per unsur, respondents in guarded groups."""

    permission_required = "evaluations.view_survey"

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        period = get_object_or_404(PERIODS, pk=pk)
        summary = selectors.results.whole_period_rows(period)
        result = selectors.results.period_result(period, summary)
        return JsonResponse(
            {
                "survey": period.survey.code,
                "period": period.key,
                "instrument_version": period.version.number,
                **result_as_json(result),
                "distribution": {u.key: dict(zip("1234", u.counts, strict=True)) for u in result.unsur},
                "services": [
                    {
                        "label": row.label,
                        "n": row.result.respondents,
                        "ikm": None if row.result.ikm is None else str(row.result.ikm),
                        "grade": row.result.grade,
                    }
                    for row in _services(period, summary, result)
                ],
                "groups": [
                    {"about": p.title, "groups": [{"label": g.label, "n": g.n} for g in p.groups]}
                    for p in selectors.results.profiles(summary)
                ],
            },
            json_dumps_params={"indent": 2, "ensure_ascii": False},
        )


def _services(period: Period, summary: selectors.results.Rows, result: SkmResult) -> list[GroupResult]:
    """The IKM by the desk where somebody was served, guarded; nothing where the survey yields no IKM."""
    if not result.unsur:
        return []
    return selectors.analysis.by_service(period, summary, selectors.results.bands_for(period))


def _weak(row: UnsurResult) -> dict[str, str]:
    return {"label": str(Unsur(row.key).label), "nrr": _number(row.nrr_3, 3), "mutu": mutu_words(row.grade)}


def _batches(period: Any) -> list[dict[str, Any]]:
    """The batches held aside (`waiting` of the period) in words."""
    return [
        {**row, "day": date.fromisoformat(row["day"]), "reason": HeldReason(row["reason"]).label}
        for row in period.waiting
    ]


def _frozen(period: Any, result: SkmResult) -> list[dict[str, Any]]:
    """What was kept at each closing (`kept` of the period), beside the count of this moment.

    A closing whose difference to another figure on this page would tell what single people said shows no figures.
    """
    now = frozen_data(result)
    shown, lines = [now], []
    for kept in period.kept:
        data = kept["data"]
        is_shown = not any(tells_few(data, other) for other in shown)
        if is_shown:
            shown.append(data)
        ikm = data["ikm"]
        lines.append(
            {
                "number": kept["number"],
                "at": datetime.fromisoformat(kept["frozen_at"]),
                "is_shown": is_shown,
                "n": data["respondents"] if is_shown else "–",
                "ikm": f"{angka(Decimal(ikm), 2)} · {mutu_words(data['grade'])}" if is_shown and ikm else "–",
                "version": kept["version"],
                "formula": kept["formula"],
                "differs": (data["respondents"], ikm) != (now["respondents"], now["ikm"]),
            }
        )
    return lines


def _rows(result: SkmResult, changes: Mapping[str, Change]) -> list[dict[str, Any]]:
    """One line an unsur; `change` in words where the period before asked it too."""
    return [
        {
            "before": _number(changes[u.key].before.nrr, 3) if u.key in changes else "–",
            "change": selectors.followups.change_words(changes[u.key]) if u.key in changes else "",
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


def _charts(result: SkmResult) -> SafeString:
    rows = tuple((str(Unsur(u.key).label), u.nrr_3, tuple(u.counts)) for u in result.unsur)
    return _drawn(rows, get_language())


@lru_cache(maxsize=64)
def _drawn(rows: tuple[tuple[str, Decimal | None, tuple[int, ...]], ...], _language: str) -> SafeString:
    """Both charts with their tables. The same figures give the same drawing, so it is kept until they change."""
    means = bar_chart(
        [(label, nrr) for label, nrr, _counts in rows],
        title=_("NRR per unsur (1 to 4)"),
        value_label="NRR",
        places=2,
        maximum=4,
    )
    answers = stacked_bar_chart(
        [label for label, _nrr, _counts in rows],
        {str(value): [counts[value - 1] for _label, _nrr, counts in rows] for value in (4, 3, 2, 1)},
        title=_("Answers per unsur, 4 is the best"),
        share=True,
        colours=FROM_BEST,
    )
    return SafeString("".join(render_to_string("components/chart.html", {"chart": one}) for one in (means, answers)))
