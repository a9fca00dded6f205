"""Libraries we learn from and with, and whom to ask there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from training.choices import PeerKind
from training.models import PeerLibrary
from training.peer_forms import PeerForm
from training.selectors import network as reading
from training.services import network

from .common import query_of, word_of


class PeerList(PermissionRequiredMixin, ListView):
    """In use first; found by name, town, person and what can be learnt there."""

    permission_required = "training.take_part"
    template_name = "training/network/peers.html"
    context_object_name = "peers"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return reading.peers(query_of(self.request), word_of(self.request, "kind", PeerKind.values))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        value = self.request.GET.get("kind", "")
        filters = [{"name": "kind", "label": _("Kind of library"), "options": PeerKind.choices, "value": value}]
        return super().get_context_data(query=query_of(self.request), filters=filters, **kwargs)


class PeerXlsx(PermissionRequiredMixin, View):
    permission_required = "training.take_part"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Name")), Column(_("Kind of library")), Column(_("Town or district")), Column(_("Whom to ask")),
            Column(_("Position")), Column(_("Phone")), Column(_("E-mail")), Column(_("Website")),
            Column(_("What we can learn there")), Column(_("Visits"), "int"),
        ]  # fmt: skip
        rows = [
            [
                row.name, row.get_kind_display(), row.place, row.contact_name, row.contact_role, row.phone, row.email,
                row.website, row.strengths, row.visit_count,
            ]
            for row in reading.peers(query_of(request), word_of(request, "kind", PeerKind.values))[:10_000]
        ]  # fmt: skip
        return xlsx_response(title=_("Peer libraries"), columns=columns, rows=rows, office=Library.current().name)


class PeerSave(PermissionRequiredMixin, View):
    """A contact book that every colleague keeps; its history says who wrote what."""

    permission_required = "training.take_part"

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        return self._page(request, PeerForm(instance=get_object_or_404(PeerLibrary, pk=pk) if pk else None))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        form = PeerForm(request.POST, instance=get_object_or_404(PeerLibrary, pk=pk) if pk else None)
        if form.is_valid():
            network.save_peer(peer=form.save(commit=False), by=request.user)
            messages.success(request, _("The library is kept."))
            return redirect("training:peer-list")
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: PeerForm) -> HttpResponse:
        return render(request, "training/network/peer_form.html", {"form": form, "peer": form.instance})
