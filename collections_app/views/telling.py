"""Staff page: who left a number and is to be told by WhatsApp how far the wishes are."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import ListView

from collections_app.selectors import telling
from collections_app.services.telling import mark_sent


class ToTell(PermissionRequiredMixin, ListView):
    """One text a number. POST: `told`, what was sent; `demand`: the page it was sent from."""

    permission_required = "collections_app.manage_demand"
    template_name = "collections_app/demand/to_tell.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return telling.numbers()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        wanted = [row["number"] for row in context["object_list"]]
        found = telling.texts(wanted) if wanted else {}
        return context | {"texts": [found[number] for number in wanted if number in found]}

    def post(self, request: HttpRequest) -> HttpResponse:
        if mark_sent(request.POST.getlist("told")):
            messages.success(request, _("Marked as sent."))
        demand = request.POST.get("demand", "")
        if demand.isascii() and demand.isdigit() and len(demand) < 10:
            return redirect("collections_app:demand-detail", pk=int(demand))
        return redirect("collections_app:to-tell")
