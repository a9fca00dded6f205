"""Staff pages: wishes and what becomes of them."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import DetailView, ListView

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from collections_app import selectors
from collections_app.choices import PREPARING, Audience, DemandStatus
from collections_app.forms import DecisionForm, PlanForm, WishForm
from collections_app.models import Demand
from collections_app.selectors import telling
from collections_app.services import joining, suggestions
from collections_app.views.public import TONES

from .pages import FormPage
from .wishes import asked_about

TO_TELL = "belum"  # `?kabar=`: only demands whose askers are to be told


def _found(pk: int) -> Demand:
    demand = selectors.demands.demand_for_page(pk)
    if demand is None:
        raise Http404
    return demand


class Filtered:
    """The choice above the list: words, status, audience, whether somebody is to be told."""

    request: HttpRequest

    @property
    def query(self) -> str:
        return " ".join(self.request.GET.get("q", "").replace("\x00", "").split())[:80]

    def chosen(self) -> dict[str, Any]:
        get = self.request.GET
        audience = get.get("untuk", "").replace("\x00", "")
        return {
            "search": self.query,
            "status": get.get("status", ""),
            "audience": audience,
            "to_tell": get.get("kabar") == TO_TELL,
        }


class DemandList(PermissionRequiredMixin, Filtered, ListView):
    """The staff hub of the collection: wishes, the most wished for first."""

    permission_required = "collections_app.view_demand"
    template_name = "collections_app/demand/list.html"
    context_object_name = "demands"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.demands.demands_listed(**self.chosen())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        get, address = self.request.GET, row_addresses("collections_app:demand-detail")
        words = {value: str(label) for value, label in DemandStatus.choices}
        rows = [
            {
                "row": row,
                "url": address(row.pk),
                "word": PREPARING if row.preparing else words[row.status],
                "tone": TONES[row.status],
            }
            for row in context["demands"]
        ]
        filters = [
            {"name": "status", "label": _("Status"), "value": get.get("status", ""), "options": DemandStatus.choices},
            {"name": "untuk", "label": _("For whom"), "value": get.get("untuk", ""), "options": Audience.choices},
        ]
        if self.request.user.has_perm("collections_app.manage_demand"):
            options = [(TO_TELL, _("Askers to be told"))]
            filters.append({"name": "kabar", "label": _("News"), "value": get.get("kabar", ""), "options": options})
        return context | {"rows": rows, "query": self.query, "filters": filters}


class DemandXlsx(PermissionRequiredMixin, Filtered, View):
    http_method_names = ["get", "head"]
    permission_required = "collections_app.view_demand"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Title")), Column(_("Author of the title")), Column(_("ISBN"), "text"), Column(_("Publisher")),
            Column(_("For whom")),
            Column(_("People asking"), "int"), Column(_("Copies wished"), "int"), Column(_("Status")),
            Column(_("Status since"), "date"),
        ]  # fmt: skip
        rows = (
            [
                row.title, row.author, row.isbn, row.publisher, row.get_audience_display(), row.askers,
                row.wished, row.get_status_display(), row.status_on,
            ]
            for row in selectors.demands.demands(**self.chosen())[:10_000]
        )  # fmt: skip
        return xlsx_response(title=_("Book suggestions"), columns=columns, rows=rows, office=Library.current().name)


class StaffSuggest(PermissionRequiredMixin, View):
    """A colleague's own wish."""

    permission_required = "collections_app.add_suggestion"

    def _page(self, request: HttpRequest, form: forms.Form, known: Any = None) -> HttpResponse:
        return render(request, "collections_app/demand/suggest.html", {"form": form, "known": known})

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, WishForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form: forms.Form = WishForm(request.POST)
        if not form.is_valid():
            return self._page(request, form)
        said, form, known = asked_about(request, form)
        if known:
            return self._page(request, form, known)
        try:
            made = suggestions.suggest(**said, by=request.user, on=timezone.localdate())
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self._page(request, form)
        messages.success(request, _("Your suggestion is taken in. You are told at each step."))
        return redirect("collections_app:demand-detail", pk=made.demand_id)


class DemandDetail(PermissionRequiredMixin, View):
    """One title people wish for; those who may decide see the askers and the texts to send."""

    permission_required = "collections_app.view_demand"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand = _found(pk)
        initial = {"status": demand.status, "reason": demand.reason_id, "note": demand.note}
        return self._page(request, demand, DecisionForm(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand = _found(pk)
        if not request.user.has_perm("collections_app.manage_demand"):
            raise PermissionDenied
        form = DecisionForm(request.POST)
        if form.is_valid():
            try:
                suggestions.set_status(demand=demand, by=request.user, on=timezone.localdate(), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The decision is saved."))
                return redirect("collections_app:demand-detail", pk=pk)
        return self._page(request, demand, form)

    def _page(self, request: HttpRequest, demand: Demand, form: DecisionForm) -> HttpResponse:
        manages = request.user.has_perm("collections_app.manage_demand")
        wishes = selectors.demands.wishes_shown(demand)
        address = row_addresses("collections_app:demand-detail")
        alike, joined = selectors.demands.alike_and_joined(demand, manages=manages)
        context = {
            "demand": demand,
            "form": form,
            "manages": manages,
            "askers": len(wishes),
            "wished": sum(wish.copies for wish in wishes),
            "wishes": _with_texts(demand, wishes) if manages else [],
            "alike": [(other, address(other.pk)) for other in alike],
            "joined": joined,
            "word": demand.leading.step_word,
            "shelves": demand.leading.is_prepared and request.user.has_perm("collections_app.change_title"),
            "tone": TONES[DemandStatus(demand.leading.status)],
        }
        return render(request, "collections_app/demand/detail.html", context)


def _with_texts(demand: Demand, wishes: list[Any]) -> list[dict[str, Any]]:
    """Each wish with the text to its number, where the number has not heard of the last step."""
    step = demand.leading.step
    numbers = {
        wish.pk: wish.phone or (wish.partner.phone if wish.partner else "")
        for wish in wishes
        if step not in (DemandStatus.NEW, wish.told_status)
    }
    wanted = set(filter(None, numbers.values()))
    texts = telling.texts(wanted) if wanted else {}
    return [{"row": wish, "text": texts.get(numbers.get(wish.pk, ""))} for wish in wishes]


class DemandPlan(FormPage):
    """Class, age group and expected price of a title, for the demand board."""

    permission_required = "collections_app.manage_demand"
    done = gettext_lazy("The demand is kept.")

    @cached_property
    def demand(self) -> Demand:
        return get_object_or_404(Demand, pk=self.kwargs["pk"])

    def title(self) -> str:
        return _("For the demand board")

    def back(self) -> str:
        return reverse("collections_app:demand-detail", args=[self.kwargs["pk"]])

    def trail(self) -> list[tuple[str, str]]:
        return [(self.back(), self.demand.title)]

    def form(self, data: Any = None) -> PlanForm:
        row = self.demand
        price = int(row.price_idr) if row.price_idr is not None else None
        return PlanForm(data, initial={"main_class": row.main_class, "audience": row.audience, "price": price})

    def deed(self, form: PlanForm) -> None:
        suggestions.plan_demand(demand=self.demand, by=self.request.user, **form.cleaned_data)


class DemandHistory(PermissionRequiredMixin, DetailView):
    """Who changed what on a demand, on a page of its own: the demand's page stays within ten statements."""

    permission_required = "collections_app.manage_demand"
    template_name = "collections_app/demand/history.html"
    queryset = Demand.objects.all()
    context_object_name = "demand"


class ManagerDeed(PermissionRequiredMixin, View):
    """A deed on a demand that answers with the demand's page."""

    permission_required = "collections_app.manage_demand"
    http_method_names = ["post"]
    done = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand = get_object_or_404(Demand, pk=pk)
        try:
            self.deed(request, demand)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("collections_app:demand-detail", pk=pk)

    def deed(self, request: HttpRequest, demand: Demand) -> None:
        raise NotImplementedError


class DemandJoin(ManagerDeed):
    def deed(self, request: HttpRequest, demand: Demand) -> None:
        other = request.POST.get("into", "")
        number = int(other) if other.isascii() and other.isdigit() and len(other) < 10 else 0
        joining.join_demands(demand=demand, into=Demand(pk=number), by=request.user)
        messages.success(request, _("The two are one demand now."))


class DemandSeparate(ManagerDeed):
    def deed(self, request: HttpRequest, demand: Demand) -> None:
        joining.separate_demand(demand=demand, by=request.user)
        messages.success(request, _("The demand stands on its own again."))


class DemandShelve(ManagerDeed):
    """`call_number`: what came for the demand stands on the shelf under it."""

    permission_required = "collections_app.change_title"

    def deed(self, request: HttpRequest, demand: Demand) -> None:
        said = " ".join(request.POST.get("call_number", "").replace("\x00", "").split())
        suggestions.shelve(demand=demand, call_number=said, by=request.user)
        messages.success(request, _("The book is on the shelf now; its askers are told."))


class WishMove(ManagerDeed):
    """`wish`: which one is for another title."""

    def deed(self, request: HttpRequest, demand: Demand) -> None:
        wish = request.POST.get("wish", "")
        number = int(wish) if wish.isascii() and wish.isdigit() and len(wish) < 10 else 0
        if row := selectors.demands.suggestions_of(demand).filter(pk=number).first():
            own = joining.move_wish(suggestion=row, by=request.user, on=timezone.localdate())
            messages.success(request, _("The wish has a demand of its own now: “%(title)s”.") % {"title": own.title})
