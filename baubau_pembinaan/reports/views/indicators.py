"""Staff pages: what the office types into the indicator register."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from baubau_pembinaan.reports.content import written
from baubau_pembinaan.reports.forms import FigureForm
from baubau_pembinaan.reports.measures import MEASURES
from baubau_pembinaan.reports.models import Family, Indicator, IndicatorFigure
from baubau_pembinaan.reports.selectors.indicators import indicators_of
from baubau_pembinaan.reports.services.indicators import type_figure

YEARS_BACK = 5


def year_of(request: HttpRequest) -> int:
    """The year in the address, this year where it says none that we keep."""
    this_year, text = timezone.localdate().year, request.GET.get("tahun", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this_year
    return year if this_year - YEARS_BACK <= year <= this_year + 1 else this_year


class IndicatorList(PermissionRequiredMixin, TemplateView):
    """Every indicator by family: typed figures and targets of a year; what the system counts stands in the report."""

    permission_required = "reports.view_indicator"
    template_name = "reports/indicator/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year, this_year = year_of(self.request), timezone.localdate().year
        families: dict[str, list[dict[str, Any]]] = {family.value: [] for family in Family}
        for row in indicators_of(year):
            measure = MEASURES.get(row.measure)
            typed = row.typed[0] if row.typed else IndicatorFigure()  # type: ignore[attr-defined]
            line = {
                "row": row,
                "value": _plain(typed.value),
                "target": _plain(typed.target),
                "rows_url": measure.rows(year) if measure else "",
            }
            families[row.family].append(line)
        return super().get_context_data(
            year=str(year),
            years=[str(one) for one in range(this_year + 1, this_year - YEARS_BACK - 1, -1)],
            families=[(Family(key).label, lines) for key, lines in families.items() if lines],
            **kwargs,
        )


def _plain(value: Decimal | None) -> str:
    """The figure without zeros behind the comma."""
    return written(value if value is None else value.normalize())


class IndicatorXlsx(PermissionRequiredMixin, View):
    permission_required = "reports.view_indicator"

    def get(self, request: HttpRequest) -> HttpResponse:
        year = year_of(request)
        columns = [
            Column(_("Code")),
            Column(_("Family")),
            Column(_("Indicator")),
            Column(_("Unit of measure")),
            Column(_("Formula")),
            Column(_("Source")),
            Column(_("Counted by the system as")),
            Column(_("Typed value"), "number"),
            Column(_("Target"), "number"),
            Column(_("Where the figure comes from")),
        ]
        rows = []
        for row in indicators_of(year):
            typed = row.typed[0] if row.typed else IndicatorFigure()  # type: ignore[attr-defined]
            measure = MEASURES.get(row.measure)
            rows.append(
                [
                    row.code,
                    row.get_family_display(),
                    str(row),
                    row.reader_unit,
                    row.formula,
                    row.source,
                    str(measure.label) if measure else "",
                    typed.value,
                    typed.target,
                    typed.note,
                ]
            )
        return xlsx_response(
            title=_("Indicator register"), columns=columns, rows=rows, period=str(year), office=Library.current().name
        )


class FigureEdit(PermissionRequiredMixin, View):
    permission_required = "reports.type_figures"

    def _indicator(self, pk: int, year: int) -> Indicator:
        this_year = timezone.localdate().year
        if not this_year - YEARS_BACK <= year <= this_year + 1:
            raise Http404
        return get_object_or_404(Indicator.objects.filter(is_active=True), pk=pk)

    def _page(self, request: HttpRequest, indicator: Indicator, year: int, form: FigureForm) -> HttpResponse:
        context = {"indicator": indicator, "year": str(year), "form": form, "is_counted": indicator.measure in MEASURES}
        return render(request, "reports/indicator/form.html", context)

    def get(self, request: HttpRequest, pk: int, year: int) -> HttpResponse:
        indicator = self._indicator(pk, year)
        row = IndicatorFigure.objects.filter(indicator=indicator, year=year).first()
        return self._page(request, indicator, year, FigureForm(instance=row))

    def post(self, request: HttpRequest, pk: int, year: int) -> HttpResponse:
        indicator = self._indicator(pk, year)
        if "remove" in request.POST:
            type_figure(indicator=indicator, year=year, value=None, target=None, note="", by=request.user)
            messages.success(request, _("The line is removed."))
            return _back(year)
        form = FigureForm(request.POST)
        if not form.is_valid():
            return self._page(request, indicator, year, form)
        type_figure(indicator=indicator, year=year, by=request.user, **form.cleaned_data)
        messages.success(request, _("The figure is saved."))
        return _back(year)


def _back(year: int) -> HttpResponse:
    response = redirect("reports:indicator-list")
    response["Location"] += f"?tahun={year}"
    return response
