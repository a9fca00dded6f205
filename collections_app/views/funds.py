"""Staff pages: funds, what moved them, and the end of a budget year."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core import charts
from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from collections_app.models import Fund
from collections_app.money_forms import AmendForm, CloseYearForm, FundForm, NewFundForm, TransferForm
from collections_app.selectors import money
from collections_app.services import funds as deeds
from collections_app.services import year_end

from .pages import FormPage, shown_page, year_of

MILLION = 1_000_000
FUNDS_A_PAGE = 30  # each has a bar in the chart


def state_of(fund: Fund) -> tuple[str, str]:
    """(word, tone) of how much of a fund is used."""
    if fund.is_closed:
        return _("Closed"), "plain"
    used = fund.balance.used_percent
    if used >= fund.stop_percent:
        return _("Used up"), "late"
    if used >= fund.warn_percent:
        return _("Nearly used up"), "wait"
    return _("In use"), "done"


class FundList(PermissionRequiredMixin, View):
    """The funds of a budget year, page by page, with the sums of all of them."""

    permission_required = "collections_app.view_fund"

    def get(self, request: HttpRequest) -> HttpResponse:
        years = money.fund_years()
        year = year_of(request) or (years[0] if years else None)
        sums, address = money.fund_sums(year), row_addresses("collections_app:fund-detail")
        page = shown_page(request, money.funds(year), total=sums["funds"], per_page=FUNDS_A_PAGE)
        rows = list(page)
        context = {
            "rows": [{"fund": fund, "url": address(fund.pk), "state": state_of(fund)} for fund in rows],
            "page": page,
            "sums": sums,
            "year": year,
            "filters": [
                {
                    "name": "tahun",
                    "label": _("Budget year"),
                    "value": year or "",
                    "options": money.year_choices(years),
                }
            ],
            "chart": self._chart(rows) if rows else None,
        }
        return render(request, "collections_app/fund/list.html", context)

    def _chart(self, rows: list[Fund]) -> charts.Chart:
        parts = ("spent", "committed", "left")
        names = {"spent": _("Spent"), "committed": _("Committed"), "left": _("Left")}
        return charts.stacked_bar_chart(
            [fund.name for fund in rows],
            {names[part]: [getattr(fund.balance, f"{part}_idr") / MILLION for fund in rows] for part in parts},
            title=_("Funds in millions of rupiah"),
        )


class FundXlsx(PermissionRequiredMixin, View):
    permission_required = "collections_app.view_fund"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Budget year"), "text"),
            Column(_("Source")),
            Column(_("Fund")),
            Column(_("Kode sub kegiatan"), "text"),
            Column(_("Kode rekening"), "text"),
            Column(_("Allocated"), "money"),
            Column(_("Committed"), "money"),
            Column(_("Spent"), "money"),
            Column(_("Left"), "money"),
        ]
        rows = (
            [
                str(fund.year), str(fund.source), fund.name, fund.sub_activity_code, fund.account_code,
                fund.balance.allocated_idr, fund.balance.committed_idr, fund.balance.spent_idr, fund.balance.left_idr,
            ]
            for fund in money.funds(year_of(request))[:5_000]
        )  # fmt: skip
        return xlsx_response(title=_("Funds"), columns=columns, rows=rows, office=Library.current().name)


class FundDetail(PermissionRequiredMixin, ListView):
    """One fund with every move of its figures, the newest first."""

    permission_required = "collections_app.view_fund"
    template_name = "collections_app/fund/detail.html"
    paginate_by = 50

    @cached_property
    def fund(self) -> Fund:
        fund = money.fund_for_page(self.kwargs["pk"])
        if fund is None:
            raise Http404
        return fund

    def get_queryset(self) -> Any:
        return money.moves_listed(self.fund)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        word, tone = state_of(self.fund)
        order = row_addresses("collections_app:order-detail")
        context = super().get_context_data(**kwargs)
        return context | {
            "fund": self.fund,
            "balance": self.fund.balance,
            "orderable": self.fund.balance.orderable_idr(self.fund.stop_percent),
            "word": word,
            "tone": tone,
            "moves": [(row, order(row.order_id) if row.order_id else "") for row in context["object_list"]],
        }


class FundMovesXlsx(PermissionRequiredMixin, View):
    permission_required = "collections_app.view_fund"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        fund = get_object_or_404(Fund, pk=pk)
        columns = [
            Column(_("Day"), "date"), Column(_("Kind")), Column(_("Paper"), "text"), Column(_("Order")),
            Column(_("Allocated"), "money"), Column(_("Committed"), "money"), Column(_("Spent"), "money"),
            Column(_("Other fund")), Column(_("Note")), Column(_("By")),
        ]  # fmt: skip
        rows = (
            [
                row.day, row.get_kind_display(), row.paper, row.order.subject if row.order else "", row.allocated_idr,
                row.committed_idr, row.spent_idr, str(row.other or ""), row.note,
                row.made_by.name if row.made_by else "",
            ]
            for row in money.moves_of(fund)[:20_000]
        )  # fmt: skip
        return xlsx_response(title=_("Moves of a fund"), period=str(fund), columns=columns, rows=rows)


class MoneyPage(FormPage):
    permission_required = "collections_app.manage_fund"

    @cached_property
    def fund(self) -> Fund:
        return get_object_or_404(Fund.objects.select_related("balance"), pk=self.kwargs["pk"])

    def back(self) -> str:
        if "pk" in self.kwargs:
            return reverse("collections_app:fund-detail", args=[self.kwargs["pk"]])
        return reverse("collections_app:fund-list")

    def trail(self) -> list[tuple[str, str]]:
        above = [(reverse("collections_app:fund-list"), _("Funds"))]
        return [*above, (self.back(), str(self.fund))] if "pk" in self.kwargs else above

    def who(self) -> dict[str, Any]:
        now = timezone.now()
        return {"by": self.request.user, "at": now, "on": timezone.localdate(now)}


class FundAdd(MoneyPage):
    done = gettext_lazy("The fund is kept.")

    def title(self) -> str:
        return _("New fund")

    def form(self, data: Any = None) -> NewFundForm:
        return NewFundForm(data, initial={"year": timezone.localdate().year})

    def deed(self, form: NewFundForm) -> None:
        amount, paper = form.cleaned_data["amount"], form.cleaned_data["paper"]
        deeds.open_fund(fund=form.save(commit=False), amount=amount, paper=paper, **self.who())


class FundEdit(MoneyPage):
    done = gettext_lazy("The fund is kept.")

    def title(self) -> str:
        return _("Change the fund")

    def form(self, data: Any = None) -> FundForm:
        return FundForm(data, instance=self.fund)

    def deed(self, form: FundForm) -> None:
        deeds.change_fund(fund=form.save(commit=False), by=self.request.user)

    def audited(self) -> Fund:
        return self.fund


class FundAmend(MoneyPage):
    done = gettext_lazy("The budget is amended.")

    def title(self) -> str:
        return _("Amend the budget (DPPA)")

    def form(self, data: Any = None) -> AmendForm:
        return AmendForm(data, initial={"amount": int(self.fund.balance.allocated_idr)})

    def deed(self, form: AmendForm) -> None:
        deeds.amend_budget(fund=self.fund, **form.cleaned_data, **self.who())


class FundTransfer(MoneyPage):
    done = gettext_lazy("The money is moved.")

    def title(self) -> str:
        return _("Move money to another fund")

    def form(self, data: Any = None) -> TransferForm:
        return TransferForm(data, fund=self.fund)

    def deed(self, form: TransferForm) -> None:
        deeds.transfer(fund=self.fund, **form.cleaned_data, **self.who())


class YearClose(MoneyPage):
    danger = True

    def title(self) -> str:
        return _("Close a budget year")

    def lead(self) -> str:
        return _(
            "Open orders go on in the next year with the money they hold; what is left stays in the closed year, which "
            "can then only be read."
        )

    def form(self, data: Any = None) -> CloseYearForm:
        return CloseYearForm(data)

    def deed(self, form: CloseYearForm) -> None:
        year = form.cleaned_data["year"]
        heirs = year_end.close_year(year=year, **self.who())
        words = ngettext(
            "%(year)s is closed; %(count)s fund goes on with open orders.",
            "%(year)s is closed; %(count)s funds go on with open orders.",
            len(heirs),
        )
        messages.success(self.request, words % {"year": year, "count": len(heirs)})
