"""Staff pages of the catalogue mirror: what the library has, file in, file out."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView, View

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.libraries.models import Library
from baubau_pembinaan.runs import lists
from baubau_pembinaan.runs import services as long_work
from collections_app import marc, selectors
from collections_app.choices import Audience, TitleFigure
from collections_app.forms import CatalogueFileForm
from collections_app.models import Item, Title
from collections_app.selectors.behind import titles_behind
from collections_app.services import import_runs
from collections_app.services.importing import FileRefused
from collections_app.services.suggestions import shelve_title
from collections_app.slims import writing
from collections_app.slims.columns import label_of

LAYOUTS = {
    "bibliography": gettext_lazy("SLiMS bibliography (CSV)"),
    "items": gettext_lazy("SLiMS items (CSV)"),
    "loans": gettext_lazy("SLiMS history of loans (CSV)"),
    marc.ISO: "MARC 21",
    marc.XML: "MARCXML",
}
EXCEL_ROWS = 20_000


class Filtered:
    """The choice above the list: words, class, audience, a figure of the targets page."""

    request: HttpRequest

    def chosen(self) -> Any:
        get = self.request.GET
        only = titles_behind(get.get("angka", ""), today=timezone.localdate())
        return selectors.catalogue.titles(
            self.query, main_class=get.get("kelas", ""), audience=get.get("untuk", ""), only=only
        )

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
                {"name": "angka", "label": _("Figure"), "value": get.get("angka", ""), "options": TitleFigure.choices},
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
        shelves = self.object.is_described_here and self.request.user.has_perm("collections_app.change_title")
        return super().get_context_data(copies=copies, shelves=shelves, **kwargs)


class TitleShelve(PermissionRequiredMixin, View):
    """`call_number`: what was bought or given stands on the shelf under it, whether somebody wished for it or not."""

    permission_required = "collections_app.change_title"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        said = " ".join(request.POST.get("call_number", "").replace("\x00", "").split())
        try:
            shelve_title(title=get_object_or_404(Title.objects.defer("search", "words"), pk=pk), call_number=said)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The call number is written."))
        return redirect("collections_app:title-detail", pk=pk)


class CatalogueImport(PermissionRequiredMixin, FormView):
    """First what would happen, row by row; then, on a second press that is asked about, the deed with the very file
    that was tried.

    A worker does both; the page watches.
    """

    permission_required = "collections_app.import_catalogue"
    template_name = "collections_app/title/import.html"
    form_class = CatalogueFileForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs, user = import_runs.runs(), self.request.user
        mine = next((run for run in runs if run.requested_by_id == user.pk), None)
        report = mine.parameters.get("report") if mine else None
        may_take = mine is not None and lists.may_take_tried(mine, by=user, at=timezone.now())
        return super().get_context_data(
            runs=runs,
            working=any(not run.is_over for run in runs),
            report=report,
            layout=LAYOUTS.get(report["recognised"].get("layout", ""), "") if report else "",
            done=bool(mine) and not mine.parameters["dry_run"],
            tried=str(mine.pk) if mine and may_take else "",
            name=mine.parameters["name"] if mine and may_take else "",
            columns=_columns(report["recognised"]) if report else [],
            problems=[(problem, label_of(problem["field"])) for problem in report["problems"]] if report else [],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        tried = request.POST.get("tried")
        if tried is None:
            return super().post(request, *args, **kwargs)
        if not request.POST.get("sure"):
            context = self.get_context_data(form=self.form_class())
            if context["tried"] == tried:
                return self.render_to_response(context | {"asks": True})
            tried = ""  # the page shows another one by now
        try:
            number = int(tried) if tried.isdecimal() and len(tried) < 19 else 0
            import_runs.take_tried(run_id=number, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("collections_app:import")
        return self._asked()

    def form_valid(self, form: CatalogueFileForm) -> HttpResponse:
        given = form.cleaned_data["file"]
        try:
            import_runs.request_import(
                upload=given.file,
                name=given.name,
                dry_run=form.cleaned_data["dry_run"],
                by=self.request.user,  # type: ignore[arg-type]
                at=timezone.now(),
            )
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return self._asked()

    def _asked(self) -> HttpResponse:
        messages.success(
            self.request, _("The file is being read. You may leave this page; a message tells the outcome.")
        )
        return redirect("collections_app:import")


def _columns(recognised: dict[str, Any]) -> list[tuple[int, str]]:
    """Which column is what, in the order of the file."""
    return [(place, label_of(name)) for place, name in sorted((p, n) for n, p in recognised.get("columns", {}).items())]


class CatalogueImportCancel(PermissionRequiredMixin, View):
    """Stop a file that waits or is being read: nothing of it is saved."""

    permission_required = "collections_app.import_catalogue"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(ReportRun.objects.filter(report=import_runs.REPORT), pk=pk)
        long_work.stop(run=run, at=timezone.now())
        messages.success(request, _("The file is no longer being read."))
        return redirect("collections_app:import")


class CatalogueExport(PermissionRequiredMixin, View):
    """`<bentuk>`: slims, slims-eksemplar, marc, marcxml; streamed, so that a large catalogue needs little memory."""

    permission_required = "collections_app.import_catalogue"

    def get(self, request: HttpRequest, form: str) -> HttpResponseBase:
        if form == "marc":
            try:
                _refuse_too_long()
            except marc.RecordTooLong as refusal:
                messages.error(request, " ".join(refusal.messages))
                return redirect("collections_app:title-list")
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


def _refuse_too_long() -> None:
    """Raises marc.RecordTooLong before a file begins. Only titles with very many copies or names are tried."""
    many = Q(copies__gt=150) | Q(subjects__len__gt=40) | Q(contributors__len__gt=40)
    titles = Title.objects.annotate(copies=Count("items")).filter(many)
    for title in titles.defer("search", "words").prefetch_related("items").order_by("pk"):
        marc.in_iso(marc.record_of(title, [(item.code, item.call_number) for item in title.items.all()]))


def _marc() -> tuple[Iterator[Any], str, str]:
    return marc.write(_records(), marc.ISO), "application/marc", "mrc"


def _marcxml() -> tuple[Iterator[Any], str, str]:
    return marc.write(_records(), marc.XML), "application/marcxml+xml", "xml"
