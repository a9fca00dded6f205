"""Topic packs: the staff's list, form and poster, and the patrons' pages."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.documents.letterhead import letterhead
from baubau_pembinaan.documents.posters import Poster, poster
from baubau_pembinaan.documents.sniff import Kind
from outreach import selectors
from outreach.links import pack_url
from outreach.models import TopicPack
from outreach.pack_forms import PackForm
from outreach.services.packs import save_pack
from outreach.views.sessions import refuse


class Searched:
    request: HttpRequest

    @property
    def query(self) -> str:
        return " ".join(self.request.GET.get("q", "").replace("\x00", "").split())[:80]


class PackList(PermissionRequiredMixin, Searched, ListView):
    permission_required = "outreach.view_topicpack"
    template_name = "outreach/pack/list.html"
    context_object_name = "packs"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.packs.packs(search=self.query)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        edit, public = row_addresses("outreach:pack-edit"), row_addresses("outreach:public-pack")
        paper = row_addresses("outreach:pack-poster")
        rows = [
            {"pack": pack, "edit": edit(pack.pk), "public": public(pack.pk), "poster": paper(pack.pk)}
            for pack in context["packs"]
        ]
        return context | {"rows": rows, "query": self.query}


class PackEdit(PermissionRequiredMixin, View):
    """A new pack, or with `pk` a known one."""

    permission_required = "outreach.change_topicpack"

    def _pack(self, pk: int | None) -> TopicPack | None:
        return None if pk is None else get_object_or_404(TopicPack, pk=pk)

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        pack = self._pack(pk)
        return self._page(request, pack, PackForm(instance=pack))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        pack = self._pack(pk)
        form = PackForm(request.POST, instance=pack)
        if form.is_valid():
            try:
                save_pack(pack=form.save(commit=False), items=form.cleaned_data["lines"], by=request.user)
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The pack is kept."))
                return redirect("outreach:pack-list")
        return self._page(request, pack, form)

    def _page(self, request: HttpRequest, pack: TopicPack | None, form: PackForm) -> HttpResponse:
        return render(request, "outreach/pack/form.html", {"form": form, "pack": pack})


class PackPoster(PermissionRequiredMixin, View):
    """An A4 poster with the question and the code of the pack's page."""

    permission_required = "outreach.view_topicpack"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        pack = get_object_or_404(TopicPack, pk=pk, is_published=True)
        address = pack_url(pack)
        content = Poster(
            title=pack.title,
            url=address,
            address=address.split("://", 1)[1],
            lead=pack.question,
            steps=[pack.place] if pack.place else [],
        )
        body = poster(content, day=timezone.localdate(), office=letterhead(), paper="a4")
        response = HttpResponse(body, content_type=Kind.PDF.content_type)
        response["Content-Disposition"] = f'inline; filename="paket-informasi-{pk}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


@method_decorator(login_not_required, name="dispatch")
class PublicPacks(Searched, ListView):
    http_method_names = ["get", "head"]
    template_name = "outreach/public/packs.html"
    context_object_name = "packs"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.packs.packs(search=self.query, public=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address = row_addresses("outreach:public-pack")
        rows = [{"pack": pack, "url": address(pack.pk)} for pack in context["packs"]]
        return context | {"rows": rows, "query": self.query}


@method_decorator(login_not_required, name="dispatch")
class PublicPack(View):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        pack = selectors.packs.public_pack(pk)
        if pack is None:
            raise Http404
        return render(request, "outreach/public/pack.html", {"pack": pack})
