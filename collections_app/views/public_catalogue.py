"""What everybody may look up: titles and where they stand. Complete without scripts."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import DetailView, ListView

from baubau_pembinaan.core.addresses import row_addresses
from collections_app import selectors
from collections_app.models import Title


@method_decorator(login_not_required, name="dispatch")
class PublicCatalogue(ListView):
    """`?q=`: titles the library owns, misspelt words forgiven."""

    http_method_names = ["get", "head"]
    template_name = "collections_app/public/catalogue.html"
    paginate_by = 20

    @property
    def query(self) -> str:
        return " ".join(self.request.GET.get("q", "").replace("\x00", "").split())[:100]

    def get_queryset(self) -> Any:
        return selectors.catalogue.titles(self.query, held=True) if self.query else Title.objects.none()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address = row_addresses("collections_app:public-title")
        rows = [(title, address(title.pk)) for title in context["object_list"]]
        first = context["page_obj"].number == 1
        resources = selectors.digital.for_patrons(today=timezone.localdate(), search=self.query) if first else []
        return context | {
            "rows": rows,
            "query": self.query,
            "numbers": selectors.catalogue.numbers(),
            "resources": resources,
        }


@method_decorator(login_not_required, name="dispatch")
class PublicTitle(DetailView):
    http_method_names = ["get", "head"]
    template_name = "collections_app/public/title.html"
    queryset = Title.objects.defer("search", "words")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        copies = list(selectors.catalogue.copies_of(self.object)[:100])
        return super().get_context_data(copies=copies, **kwargs)
