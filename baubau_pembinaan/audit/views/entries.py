"""Who changed what, when, from what to what, and why."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import TemplateView

from baubau_pembinaan.audit import selectors
from baubau_pembinaan.audit.forms import SearchForm


class EntryList(PermissionRequiredMixin, TemplateView):
    permission_required = "audit.read_history"
    template_name = "audit/entry/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = SearchForm(self.request.GET)
        after = self.request.GET.get("setelah", "")
        page = selectors.history_page(form.search(), after=after) if form.is_valid() else selectors.Page([], "")
        return super().get_context_data(form=form, page=page, after=after, **kwargs)
