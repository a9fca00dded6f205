"""Staff pages: write down what was counted today, see the months, take in the library system's figures."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.core.charts import line_chart
from baubau_pembinaan.core.dates import parse_tanggal
from baubau_pembinaan.core.formats import SHORT_MONTHS, angka
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries import counting, figures
from baubau_pembinaan.libraries.channels import by_paper
from baubau_pembinaan.libraries.count_forms import Grid
from baubau_pembinaan.libraries.models import Counted, Library, ServicePoint


class CountGrid(PermissionRequiredMixin, View):
    """`?hari=`: every service point of one day, a minute on a phone. Readers see it; writers write."""

    permission_required = "libraries.view_dailycount"

    def get(self, request: HttpRequest) -> HttpResponse:
        day = _day(request.GET.get("hari", ""))
        return self._page(request, day, Grid(figures.grid(day)))

    def post(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("libraries.add_dailycount"):
            raise PermissionDenied
        day = _day(request.POST.get("hari", ""))
        grid = Grid(figures.grid(day), request.POST)
        if not grid.is_valid:
            return self._page(request, day, grid, 422)
        _record(request, day, grid)
        return redirect(f"{reverse('libraries:count-grid')}?hari={day:%Y-%m-%d}")

    def _page(self, request: HttpRequest, day: date, grid: Grid, status: int = 200) -> HttpResponse:
        today = timezone.localdate()
        context = {
            "day": day,
            "grid": grid,
            "before": day - timedelta(days=1),
            "after": day + timedelta(days=1) if day < today else None,
            "today": today,
            "writes": request.user.has_perm("libraries.add_dailycount"),
        }
        return render(request, "libraries/count/grid.html", context, status=status)


class CountSend(PermissionRequiredMixin, View):
    """Numbers of one day kept by the page's script, under the names of the grid: `done`, or 422 with the reasons.

    `siapa`: whose they are (the account's number). On a shared device nobody sends somebody else's.
    """

    http_method_names = ["post"]
    permission_required = "libraries.add_dailycount"

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("siapa") != str(request.user.pk):
            return JsonResponse({"done": False}, status=409)
        try:
            day = date.fromisoformat(request.POST.get("hari", ""))
        except ValueError:
            return HttpResponseBadRequest()
        grid = Grid(figures.grid(day), request.POST)
        if not grid.is_valid or day > timezone.localdate():
            why = [cell.error for line in grid.lines for cell in line.cells if cell.error]
            return JsonResponse({"done": False, "why": why}, status=422)
        _record(request, day, grid)
        return JsonResponse({"done": True})


def _record(request: HttpRequest, day: date, grid: Grid) -> None:
    now = timezone.localtime()
    n = counting.record_counts(day=day, counts=grid.changes(), by=request.user, at=now, today=now.date())
    words = ngettext("%(n)s service point is written down.", "%(n)s service points are written down.", n)
    messages.success(request, words % {"n": n} if n else _("Nothing was changed."))


def _day(text: str) -> date:
    """The day asked for; today where it is no day or still to come."""
    today = timezone.localdate()
    try:
        return min(parse_tanggal(text[:40]), today)
    except ValueError:
        return today


class Chosen:
    """`?tahun=` and `?titik=`: the year and the service point of a page of figures."""

    request: HttpRequest

    def choose(self) -> None:
        get = self.request.GET
        self.years = figures.years() or [timezone.localdate().year]
        year = get.get("tahun", "")
        self.year = int(year) if year.isascii() and year.isdigit() and int(year[:6]) in self.years else self.years[0]
        self.points = list(ServicePoint.objects.order_by("name", "pk"))
        point = get.get("titik", "")
        self.point = next((row for row in self.points if str(row.pk) == point), None)

    def months(self) -> list[dict[str, int | None]]:
        return figures.monthly(self.year, service_point=self.point.pk if self.point else None)


class CountMonths(PermissionRequiredMixin, Chosen, View):
    """The months of a year as charts with their tables, and what the year comes to."""

    http_method_names = ["get", "head"]
    permission_required = "libraries.view_dailycount"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.choose()
        months, labels = self.months(), _month_names()
        use = {_("Visits"): "visits", _("Loans"): "loans", _("Reading"): "reads_in"}
        technical = {_("Computers"): "computer", _("Internet"): "internet"}
        title = self.point.title if self.point else _("The whole library")
        today = timezone.localdate()
        is_running = self.year == today.year
        shown: dict[str, Any] = {"minimum": 0, "running": today.month - 1 if is_running else None}
        charts = [
            line_chart(labels, _series(months, use), title=_("Visits, loans and reading, month by month"), **shown),
            line_chart(
                labels, _series(months, technical), title=_("Computer and internet use, month by month"), **shown
            ),
        ]
        whole = figures.year_figures(self.year) if self.point is None else None
        points = [(row.pk, row.title) for row in self.points]
        context = {
            "title": title,
            "year": self.year,
            "is_running": is_running,
            "years": self.years,
            "point": self.point,
            "points": points,
            "charts": charts if any(month["days"] for month in months) else [],
            "facts": _facts(whole) if whole and whole.days else [],
            "papers": by_paper(self.year) if self.point is None else [],
            "query": request.GET.urlencode(),
        }
        return render(request, "libraries/count/months.html", context)


def _series(months: list[dict[str, int | None]], named: dict[str, str]) -> dict[str, list[int | None]]:
    return {name: [month[kind] for month in months] for name, kind in named.items()}


def _facts(year: figures.YearFigures) -> list[tuple[str, str]]:
    def said(value: float | None, places: int = 0) -> str:
        return "–" if value is None else angka(value, places)

    return [
        (_("Days with a count"), said(year.days)),
        (_("Visits"), said(year.visits)),
        (_("Visits a day"), said(year.visits_per_day, 1)),
        (_("Visits per inhabitant"), said(year.visits_per_head, 2)),
        (_("Use of print: loans and reading in the library"), said(year.print_use)),
        (_("Use of computers and internet"), said(year.ict_use)),
    ]


def _month_names() -> list[str]:
    return list(SHORT_MONTHS["en" if (get_language() or "id").startswith("en") else "id"])


class CountXlsx(PermissionRequiredMixin, Chosen, View):
    """The days of the year as they were written down."""

    http_method_names = ["get", "head"]
    permission_required = "libraries.view_dailycount"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.choose()
        point = self.point.pk if self.point else None
        found = figures.counted_in(date(self.year, 1, 1), date(self.year, 12, 31), service_point=point)
        rows = found.select_related("service_point").order_by("day", "service_point__name", "pk")
        columns = [
            Column(_("Day"), "date"),
            Column(_("Service point")),
            *(Column(str(label), "int") for _kind, label in Counted.choices),
        ]
        return xlsx_response(
            title=_("Daily counts"),
            period=str(self.year),
            columns=columns,
            rows=(
                [row.day, row.service_point.title, *(getattr(row, kind) for kind in Counted.values)]
                for row in rows.iterator(chunk_size=2000)
            ),
            office=Library.current().name,
        )
