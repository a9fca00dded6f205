"""The search box of the staff header."""

from typing import Any

from django.views.generic import TemplateView

from baubau_pembinaan.portal.search import search


class Search(TemplateView):
    template_name = "portal/search/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.get("q", "").strip()[:100]
        return super().get_context_data(query=query, groups=search(query, self.request.user), **kwargs)
