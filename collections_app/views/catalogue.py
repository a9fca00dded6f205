"""Staff pages of the catalogue mirror: what the library has, file in, file out."""

from collections.abc import Iterator
from typing import IO, Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView, View

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from collections_app import marc, selectors
from collections_app.choices import Audience
from collections_app.forms import CatalogueFileForm
from collections_app.models import Item, Title
from collections_app.services import tried_files
from collections_app.services.importing import FileRefused, import_catalogue
from collections_app.slims import writing

PROBLEMS_SHOWN = 100
LAYOUTS = {
    "bibliography": gettext_lazy("SLiMS bibliography (CSV)"),
    "items": gettext_lazy("SLiMS items (CSV)"),
    marc.ISO: "MARC 21",
    marc.XML: "MARCXML",
}
EXCEL_ROWS = 20_000


class Filtered:
    """The choice above the list: words, class, audience."""

    request: HttpRequest

    def chosen(self) -> Any:
        get = self.request.GET
        return selectors.catalogue.titles(self.query, main_class=get.get("kelas", ""), audience=get.get("untuk", ""))

    @property
    def query(self) -> str:
        return " ".join(self.request.GET.get("q", "").replace("\x00", "").split())[:100]


class TitleList(PermissionRequiredMixin, Filtered, ListView):
    """The collection's first page for staff."""

    permission_required = "collections_app.view_title"
    template_name = "collections_app/title/list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return self.chosen()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address, get = row_addresses("collections_app:title-detail"), self.request.GET
        classes = [(name, name) for name in selectors.catalogue.CLASSES]
        return context | {
            "rows": [(title, address(title.pk)) for title in context["object_list"]],
            "query": self.query,
            "filters": [
                {"name": "kelas", "label": _("Class"), "value": get.get("kelas", ""), "options": classes},
                {"name": "untuk", "label": _("For whom"), "value": get.get("untuk", ""), "options": Audience.choices},
            ],
        }


class TitleListXlsx(PermissionRequiredMixin, Filtered, View):
    permission_required = "collections_app.view_title"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Title"), width=50),
            Column(_("Authors"), width=30),
            Column(_("Publisher")),
            Column(_("Year")),
            "ISBN",
            Column(_("Class")),
            Column(_("Call number")),
            Column(_("Copies"), "int"),
        ]
        rows = (
            [t.title, t.authors, t.publisher, t.year, t.isbn_shown, t.classification, t.call_number, t.copies]
            for t in self.chosen()[:EXCEL_ROWS]
        )
        return xlsx_response(title=_("Catalogue"), columns=columns, rows=rows, office=Library.current().name)


class TitleDetail(PermissionRequiredMixin, DetailView):
    permission_required = "collections_app.view_title"
    template_name = "collections_app/title/detail.html"
    queryset = Title.objects.defer("search", "words")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        copies = list(selectors.catalogue.copies_of(self.object)[:200])
        return super().get_context_data(copies=copies, **kwargs)


class CatalogueImport(PermissionRequiredMixin, FormView):
    """First what would happen, row by row; then, on a second press, the deed with the very file that was tried."""

    permission_required = "collections_app.import_catalogue"
    template_name = "collections_app/title/import.html"
    form_class = CatalogueFileForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "tried" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            file = tried_files.kept(request.POST["tried"], by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("collections_app:import")
        return self._take(CatalogueFileForm(), file, dry_run=False)

    def form_valid(self, form: CatalogueFileForm) -> HttpResponse:
        return self._take(form, form.cleaned_data["file"].file, dry_run=form.cleaned_data["dry_run"])

    def _take(self, form: CatalogueFileForm, file: IO[bytes], *, dry_run: bool) -> HttpResponse:
        try:
            report = import_catalogue(file, dry_run=dry_run)
        except FileRefused as refusal:
            if form.is_bound:
                form.add_error("file", str(refusal))
            else:
                messages.error(self.request, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if not dry_run:
            messages.success(
                self.request,
                _("Catalogue taken in: %(created)s new titles, %(updated)s changed, %(merged)s as they were.")
                % {"created": report.created, "updated": report.updated, "merged": report.merged},
            )
            if not report.refused:
                return redirect("collections_app:title-list")
        context = self.get_context_data(
            form=form,
            report=report,
            layout=LAYOUTS.get(report.recognised.get("layout", ""), ""),
            done=not dry_run,
            tried=tried_files.keep(file, by=self.request.user) if dry_run else "",
            problems=report.problems[:PROBLEMS_SHOWN],
            unlisted=len(report.problems[PROBLEMS_SHOWN:]) + report.unlisted,
        )
        return self.render_to_response(context)


class CatalogueExport(PermissionRequiredMixin, View):
    """`<bentuk>`: slims, slims-eksemplar, marc, marcxml; streamed, so that a large catalogue needs little memory."""

    permission_required = "collections_app.import_catalogue"

    def get(self, request: HttpRequest, form: str) -> StreamingHttpResponse:
        made = {"slims": _slims, "slims-eksemplar": _slims_items, "marc": _marc, "marcxml": _marcxml}.get(form)
        if made is None:
            raise Http404
        pieces, content_type, ending = made()
        response = StreamingHttpResponse(pieces, content_type=content_type)
        name = f"katalog-{form}-{timezone.localdate():%Y-%m-%d}.{ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _titles() -> Iterator[Title]:
    found = Title.objects.defer("search", "words").prefetch_related("items").order_by("pk")
    return found.iterator(chunk_size=500)


def _slims() -> tuple[Iterator[Any], str, str]:
    return writing.bibliography(_titles()), "text/csv; charset=utf-8", "csv"


def _slims_items() -> tuple[Iterator[Any], str, str]:
    found = Item.objects.select_related("title").order_by("pk").iterator(chunk_size=1000)
    return writing.items(found), "text/csv; charset=utf-8", "csv"


def _records() -> Iterator[Any]:
    for title in _titles():
        yield marc.record_of(title, [(item.code, item.call_number) for item in title.items.all()])


def _marc() -> tuple[Iterator[Any], str, str]:
    return marc.write(_records(), marc.ISO), "application/marc", "mrc"


def _marcxml() -> tuple[Iterator[Any], str, str]:
    return marc.write(_records(), marc.XML), "application/marcxml+xml", "xml"
