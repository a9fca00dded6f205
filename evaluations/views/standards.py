"""Staff pages: what is promised and reached."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.charts import line_chart
from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from evaluations import selectors
from evaluations.models import ServiceStandard
from evaluations.models.standard import Measure
from evaluations.office_forms import StandardForm, ValueForm
from evaluations.selectors.standards import Reached, StandardLine
from evaluations.services import standards

YEARS_SHOWN = 3
YEARS_DRAWN = 6
QUARTERS_DRAWN = 8
LIST = "evaluations.view_servicestandard"


def _years(n: int) -> list[int]:
    this = timezone.localdate().year
    return list(range(this - n + 1, this + 1))


def _quarters(n: int) -> list[tuple[int, int]]:
    """The last `n` quarters, this one included: (year, 1 to 4), oldest first."""
    today = timezone.localdate()
    now = today.year * 4 + (today.month - 1) // 3
    return [(one // 4, one % 4 + 1) for one in range(now - n + 1, now + 1)]


def _value(reached: Reached) -> str:
    if reached.value is None:
        return "–"
    places = 0 if reached.value == reached.value.to_integral_value() else 1
    return angka(reached.value, places)


def _judged(reached: Reached) -> tuple[str, str]:
    """(word, tone) of the newest year."""
    if reached.is_kept is None:
        return _("Not measured yet"), "plain"
    return (_("Kept"), "done") if reached.is_kept else (_("Not kept"), "late")


def _line(line: StandardLine, url: str) -> dict[str, Any]:
    row, (word, tone) = line.standard, _judged(line.latest)
    target = row.target.normalize()
    return {
        "url": url,
        "promise": row.reader_promise,
        "about": row.service.title if row.service else "",
        "target": f"{'≤' if row.better == 'lower' else '≥'} {angka(target, max(0, -int(target.as_tuple().exponent)))} "
        f"{row.reader_unit}".strip(),
        "values": [_value(reached) for reached in line.years],
        "word": word,
        "tone": tone,
    }


_QUARTER = {1: "I", 2: "II", 3: "III", 4: "IV"}


def _chart(row: ServiceStandard, spans: dict[str, Reached], title: str) -> Any:
    return line_chart(
        list(spans),
        {_("Reached"): [reached.value for reached in spans.values()]},
        title=title,
        unit=row.reader_unit,
        places=1,
        minimum=0,
        running=len(spans) - 1 if row.measure == Measure.VISITS else None,  # a sum that still grows
        target=row.target,
        target_label=_("Target"),
    )


def _quarterly(line: StandardLine) -> Any:
    """The chart of the quarters, where any of them has a value."""
    if all(reached.value is None for reached in line.quarters):
        return None
    spans = {f"{_QUARTER[reached.quarter or 1]} {reached.year}": reached for reached in line.quarters}
    return _chart(line.standard, spans, _("Quarter by quarter"))


class StandardList(PermissionRequiredMixin, View):
    http_method_names = ["get", "head"]
    permission_required = LIST

    def get(self, request: HttpRequest) -> HttpResponse:
        years, address = _years(YEARS_SHOWN), row_addresses("evaluations:standard-detail")
        found = selectors.standards.lines(years, today=timezone.localdate())
        rows = [_line(line, address(line.standard.pk)) for line in found]
        return render(request, "evaluations/standard/list.html", {"rows": rows, "years": years})


class StandardXlsx(PermissionRequiredMixin, View):
    http_method_names = ["get", "head"]
    permission_required = LIST

    def get(self, request: HttpRequest) -> HttpResponse:
        years = _years(YEARS_SHOWN)
        found = selectors.standards.lines(years, today=timezone.localdate())
        columns = [
            Column(_("Service")), Column(_("What is promised")), Column(_("How it is measured")),
            Column(_("Unit of measure")), Column(_("Target"), "number"),
            *(Column(str(year), "number") for year in years), Column(_("Status")),
        ]  # fmt: skip
        rows = (
            [
                str(line.standard.service or ""), line.standard.reader_promise, line.standard.get_measure_display(),
                line.standard.reader_unit, line.standard.target, *(reached.value for reached in line.years),
                _judged(line.latest)[0],
            ]
            for line in found
        )  # fmt: skip
        return xlsx_response(title=_("Standards"), columns=columns, rows=rows, office=Library.current().name)


class StandardDetail(PermissionRequiredMixin, View):
    """One standard over the years; managers write down what is measured by hand."""

    permission_required = LIST

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, pk, ValueForm(initial={"year": timezone.localdate().year}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("evaluations.change_servicestandard"):
            raise PermissionDenied
        form = ValueForm(request.POST)
        if form.is_valid():
            try:
                standards.write_value(
                    standard=get_object_or_404(ServiceStandard, pk=pk), by=request.user, **form.cleaned_data
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("Kept. Thank you."))
                return redirect("evaluations:standard-detail", pk=pk)
        return self._page(request, pk, form, 422)

    def _page(self, request: HttpRequest, pk: int, form: ValueForm, status: int = 200) -> HttpResponse:
        found = selectors.standards.lines(
            _years(YEARS_DRAWN), today=timezone.localdate(), only=pk, quarters=_quarters(QUARTERS_DRAWN)
        )
        if not found:
            get_object_or_404(ServiceStandard, pk=pk)
        line, row = found[0], found[0].standard
        manages = request.user.has_perm("evaluations.change_servicestandard")
        context = {
            "standard": row,
            "line": _line(line, ""),
            "chart": _chart(row, {str(reached.year): reached for reached in line.years}, row.reader_promise),
            "quarters": _quarterly(line),
            "evidence": [(reached.year, reached.evidence) for reached in line.years if reached.evidence],
            "form": form if manages and row.is_manual else None,
            "manages": manages,
        }
        return render(request, "evaluations/standard/detail.html", context, status=status)


class StandardEdit(PermissionRequiredMixin, View):
    """A new standard, or another wording and target of one."""

    permission_required = "evaluations.change_servicestandard"

    def _row(self, pk: int | None) -> ServiceStandard:
        return get_object_or_404(ServiceStandard, pk=pk) if pk else ServiceStandard()

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        return self._page(request, StandardForm(instance=self._row(pk)))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        form = StandardForm(request.POST, instance=self._row(pk))
        if form.is_valid():
            with acting(request.user):
                row = form.save()
            messages.success(request, _("Kept. Thank you."))
            return redirect("evaluations:standard-detail", pk=row.pk)
        return self._page(request, form, 422)

    def _page(self, request: HttpRequest, form: StandardForm, status: int = 200) -> HttpResponse:
        return render(request, "evaluations/standard/edit.html", {"form": form}, status=status)


# --- The shelf -----------------------------------------------------------------------------------------------
