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
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from collections_app.care_forms import PolicyForm
from collections_app.models import CollectionPolicy
from collections_app.selectors import holdings as selectors
from collections_app.services.policy import save_policy

from .pages import FormPage

YEARS_SHOWN = 8


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
            "class_chart": self._gaps(held.classes, _("Share of titles by class / target")),
            "audience_chart": self._gaps(held.audiences, _("Share of titles by age group / target")),
            "growth_chart": charts.bar_chart(
                [(str(year), n) for year, n in stock.growth], title=_("Copies received a year"),
                value_label=_("Copies"), vertical=True,
            ),
            "stock": stock,
            "money": selectors.money_and_digital(today),
            "year": str(today.year),
            "overdue": policy is not None and policy.review_on < today,
        }  # fmt: skip
        return render(request, "collections_app/targets/page.html", context)

    def _gaps(self, gaps: list[selectors.Gap], title: str) -> charts.Chart:
        items = [
            (gap.label if gap.target is None else f"{gap.label} / {gap.target.normalize():f}%", gap.share)
            for gap in gaps
        ]
        return charts.bar_chart(items, title=title, value_label=_("Share"), unit="%", places=1)


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
