"""Staff pages: the collection against its policy, and what IPLM and SNP ask for."""

from functools import cached_property
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from baubau_pembinaan.core import charts
from baubau_pembinaan.core.html import format_html
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from collections_app.care_forms import PolicyForm
from collections_app.choices import TitleFigure
from collections_app.models import CollectionPolicy
from collections_app.selectors import holdings as selectors
from collections_app.selectors.behind import copies_behind
from collections_app.services.policy import save_policy

from .pages import FormPage, year_of

YEARS_SHOWN = 8
MOST_COPIES = 100_000  # in one file


class Targets(PermissionRequiredMixin, View):
    """Titles and their recency against the targets, gaps by class and age group, growth, raw figures."""

    permission_required = "collections_app.view_order"

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        policy, library = CollectionPolicy.valid_on(today), Library.current()
        held = selectors.holdings(policy, today=today)
        stock = selectors.stock(today.year - YEARS_SHOWN + 1, today.year)
        context = {
            "policy": policy,
            "wanted": policy and selectors.wanted_titles(library.population, policy.titles_per_head),
            "population": library.population,
            "held": held,
            "class_chart": self._gaps(held.classes, _("Share of titles by class / target"), "kelas"),
            "audience_chart": self._gaps(held.audiences, _("Share of titles by age group / target"), "untuk"),
            "growth_chart": self._growth(stock.growth),
            "stock": stock,
            "money": selectors.money_and_digital(today),
            "year": str(today.year),
            "overdue": policy is not None and policy.review_on < today,
        }  # fmt: skip
        return render(request, "collections_app/targets/page.html", context)

    def _gaps(self, gaps: list[selectors.Gap], title: str, name: str) -> charts.Chart:
        """`name`: the choice of the catalogue's list that leads to a bar's titles."""
        labels = [gap.label if gap.target is None else f"{gap.label} / {gap.target.normalize():f}%" for gap in gaps]
        items = [(label, gap.share) for label, gap in zip(labels, gaps, strict=True)]
        chart = charts.bar_chart(items, title=title, value_label=_("Share"), unit="%", places=1)
        there = reverse("collections_app:title-list")
        return _linked(chart, [f"{there}?{name}={gap.key}&angka={TitleFigure.HELD}" for gap in gaps])

    def _growth(self, growth: list[tuple[int, int]]) -> charts.Chart:
        """Years as ’26: eight of them stand beside each other on a phone."""
        span = {"first": growth[0][0], "last": growth[-1][0]}
        chart = charts.bar_chart(
            [(f"’{year % 100:02d}", n) for year, n in growth], value_label=_("Copies"), vertical=True,
            title=_("Copies received a year, %(first)s to %(last)s") % span,
        )  # fmt: skip
        for row, (year, _n) in zip(chart.rows, growth, strict=True):
            row[0] = str(year)
        there = reverse("collections_app:copies-xlsx")
        return _linked(chart, [f"{there}?tahun={year}" for year, _n in growth])


def _linked(chart: charts.Chart, addresses: list[str]) -> charts.Chart:
    """The chart, each row of the table beside it leading to its records."""
    for row, address in zip(chart.rows, addresses, strict=True):
        row[0] = format_html('<a href="{}">{}</a>', address, row[0])
    return chart


class CopiesXlsx(PermissionRequiredMixin, View):
    """The copies behind the figures: `?tahun=`, those received in a year, else those held today."""

    permission_required = "collections_app.view_order"

    def get(self, request: HttpRequest) -> HttpResponse:
        year = year_of(request)
        columns = [
            Column(_("Item code"), "text"), Column(_("Accession number"), "text"), Column(_("Title"), width=45),
            Column(_("Class")), Column(_("Call number")), Column(_("Location")), Column(_("Came by")),
            Column(_("Received on"), "date"), Column(_("Status")),
        ]  # fmt: skip
        rows = (
            [
                item.code, item.inventory_code, item.title.title, item.title.classification,
                item.call_number or item.title.call_number, item.location, item.get_source_display(),
                item.received_on, item.get_status_display(),
            ]
            for item in copies_behind(year)[:MOST_COPIES].iterator(chunk_size=1000)
        )  # fmt: skip
        title = _("Copies received in %(year)s") % {"year": year} if year else _("Copies")
        return xlsx_response(title=title, columns=columns, rows=rows, office=Library.current().name)


class TargetsXlsx(PermissionRequiredMixin, View):
    permission_required = "collections_app.view_order"

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        policy = CollectionPolicy.valid_on(today)
        held = selectors.holdings(policy, today=today)
        columns = [
            Column(_("Class or age group"), width=35), Column(_("Titles"), "int"), Column(_("Share (%)"), "number"),
            Column(_("Target (%)"), "number"), Column(_("Titles to its target"), "int"),
        ]  # fmt: skip
        unstated = [_("Age group not stated"), held.unstated, None, None, None]
        rows = ([gap.label, gap.titles, gap.share, gap.target, gap.titles_missing()] for gap in held.all)
        return xlsx_response(
            title=_("Collection and its targets"), period=str(policy or ""), columns=columns, rows=[*rows, unstated],
            office=Library.current().name,
        )  # fmt: skip


class PolicyPage(FormPage):
    permission_required = "collections_app.manage_policy"
    done = gettext_lazy("The policy is kept.")

    def back(self) -> str:
        return reverse("collections_app:targets")

    def trail(self) -> list[tuple[str, str]]:
        return [(self.back(), _("Targets"))]

    def deed(self, form: PolicyForm) -> None:
        upload = form.cleaned_data["paper_file"]
        save_policy(
            policy=form.save(commit=False), shares=form.shares, by=self.request.user, at=timezone.now(),
            upload=upload, name=upload.name if upload else "",
        )  # fmt: skip

    def files(self, data: Any) -> Any:
        return self.request.FILES if data is not None else None


class PolicyAdd(PolicyPage):
    def title(self) -> str:
        return _("New policy")

    def form(self, data: Any = None) -> PolicyForm:
        return PolicyForm(data, self.files(data))


class PolicyEdit(PolicyPage):
    @cached_property
    def policy(self) -> CollectionPolicy:
        return get_object_or_404(CollectionPolicy, pk=self.kwargs["pk"])

    def title(self) -> str:
        return _("Change policy and targets")

    def form(self, data: Any = None) -> PolicyForm:
        return PolicyForm(data, self.files(data), instance=self.policy)

    def audited(self) -> CollectionPolicy:
        return self.policy
