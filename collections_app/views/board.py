"""Staff pages: the demand board, its weights, and the needs that make wishes weigh more."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.choosing import SHORT
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from collections_app.board_forms import NeedForm, WeightsForm
from collections_app.models import BoardWeights, DemandSignal, Fund
from collections_app.selectors import board as selectors
from collections_app.selectors import buying
from collections_app.services import signals
from collections_app.services.selection import set_weights

from .pages import FormPage

PER_PAGE = 50


class Chosen:
    """Whose money the board looks at: one open fund (`?dana=3`), or all of the year."""

    request: HttpRequest

    def board(self) -> tuple[selectors.Board, list[Fund], Fund | None, Decimal]:
        """(the board, the funds to choose from, the one chosen, what of their money is promised)."""
        today = timezone.localdate()
        funds = list(buying.open_funds().order_by("-year", "source__order", "name", "pk"))
        fund = next((row for row in funds if str(row.pk) == self.request.GET.get("dana", "")), None)
        chosen = [fund] if fund else [row for row in funds if row.year == today.year]
        board = selectors.board(today=today, budget_idr=buying.left_of(chosen))
        return board, funds, fund, buying.promised_of(chosen)


class BoardPage(PermissionRequiredMixin, Chosen, View):
    """Wishes by weight against the money left; why each stands where it does."""

    permission_required = "collections_app.view_order"

    def get(self, request: HttpRequest) -> HttpResponse:
        board, funds, fund, promised = self.board()
        page = Paginator(board.places, PER_PAGE).get_page(request.GET.get("page"))
        address = row_addresses("collections_app:demand-detail")
        rows = [(page.start_index() + n, place, address(place.demand.pk)) for n, place in enumerate(page)]
        shown = dict.fromkeys([*([fund] if fund else []), *funds[:SHORT]])
        options = [(str(row.pk), str(row)) for row in shown]
        context = {
            "board": board,
            "rows": rows,
            "page": page,
            "titles": board.basket_size,
            "promised": promised,
            "filters": [{"name": "dana", "label": _("Money of"), "value": fund.pk if fund else "", "options": options}],
        }
        return render(request, "collections_app/board/board.html", context)


class BoardXlsx(PermissionRequiredMixin, Chosen, View):
    permission_required = "collections_app.view_order"

    def get(self, request: HttpRequest) -> HttpResponse:
        board, _funds, fund, _promised = self.board()
        columns = [
            Column(_("Place on the board"), "int"),
            Column(_("Title"), width=45),
            Column(_("Author of the title"), width=25),
            Column(_("Points"), "int"),
            Column(_("Why"), width=60),
            Column(_("Copies wished"), "int"),
            Column(_("Copies"), "int"),
            Column(_("Price each"), "money"),
            Column(_("Amount"), "money"),
            Column(_("In the basket")),
        ]
        rows = (
            [
                position, place.demand.title, place.demand.author, place.points, place.why, place.wished, place.copies,
                place.price_idr, place.amount_idr, _("yes") if place.in_basket else place.why_not,
            ]
            for position, place in enumerate(board.places, start=1)
        )  # fmt: skip
        period = str(fund) if fund else ""
        return xlsx_response(
            title=_("Demand board"), period=period, columns=columns, rows=rows, office=Library.current().name
        )


class WeightsEdit(FormPage):
    permission_required = "collections_app.manage_policy"
    done = gettext_lazy("The weights are kept.")

    def title(self) -> str:
        return _("Weights of the demand board")

    def back(self) -> str:
        return reverse("collections_app:board")

    def trail(self) -> list[tuple[str, str]]:
        return [(self.back(), _("Demand board"))]

    def form(self, data: Any = None) -> WeightsForm:
        return WeightsForm(data, instance=BoardWeights.valid_on(timezone.localdate()))

    def deed(self, form: WeightsForm) -> None:
        set_weights(weights=form.save(commit=False), by=self.request.user, on=timezone.localdate())

    def audited(self) -> BoardWeights | None:
        found = BoardWeights.valid_on(timezone.localdate())
        return found if found.pk else None


class NeedList(PermissionRequiredMixin, ListView):
    permission_required = "collections_app.view_order"
    template_name = "collections_app/board/needs.html"
    context_object_name = "needs"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.signals(timezone.localdate())


class NeedAdd(FormPage):
    permission_required = "collections_app.manage_demand"
    done = gettext_lazy("The need is kept; the board counts it.")

    def title(self) -> str:
        return _("New need")

    def back(self) -> str:
        return reverse("collections_app:need-list")

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse("collections_app:board"), _("Demand board")), (self.back(), _("Needs"))]

    def form(self, data: Any = None) -> NeedForm:
        return NeedForm(data)

    def deed(self, form: NeedForm) -> None:
        signals.enter_need(need=form.save(commit=False), by=self.request.user)


class NeedRemove(PermissionRequiredMixin, View):
    permission_required = "collections_app.manage_demand"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        signals.remove_need(need=get_object_or_404(DemandSignal, pk=pk))
        return redirect("collections_app:need-list")
