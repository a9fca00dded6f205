"""Staff pages: the demand board, its weights, and the needs that make wishes weigh more."""

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

    def board(self) -> tuple[selectors.Board, Fund | None, dict[str, Any]]:
        """(the board, the fund chosen, `promised` of the money and the `filters` to choose a fund by)."""
        today, said = timezone.localdate(), self.request.GET.get("dana", "")
        chosen = said if said.isascii() and said.isdigit() and len(said) < 19 else ""  # fits a key
        fund = Fund.objects.open().filter(pk=chosen).first() if chosen else None
        budget, promised, funds = buying.money_of(fund.pk if fund else None, today)
        shown = {str(pk): name for pk, name in [*([(fund.pk, str(fund))] if fund else []), *funds]}
        value = fund.pk if fund else ""
        filters = [{"name": "dana", "label": _("Money of"), "value": value, "options": [*shown.items()]}]
        return selectors.board(today=today, budget_idr=budget), fund, {"promised": promised, "filters": filters}


class BoardPage(PermissionRequiredMixin, Chosen, View):
    """Wishes by weight against the money left; why each stands where it does."""

    permission_required = "collections_app.view_order"

    def get(self, request: HttpRequest) -> HttpResponse:
        board, _fund, money = self.board()
        page = Paginator(board.places, PER_PAGE).get_page(request.GET.get("page"))
        address = row_addresses("collections_app:demand-detail")
        rows = [(page.start_index() + n, place, address(place.pk)) for n, place in enumerate(page)]
        context = {
            "board": board,
            "rows": rows,
            "page": page,
            "titles": board.basket_size,
            **money,
        }
        return render(request, "collections_app/board/board.html", context)


class BoardXlsx(PermissionRequiredMixin, Chosen, View):
    permission_required = "collections_app.view_order"

    def get(self, request: HttpRequest) -> HttpResponse:
        board, fund, _money = self.board()
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
                position, place.title, place.author, place.points, place.why, place.wished, place.copies,
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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(address=row_addresses("collections_app:need-remove"), **kwargs)


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
