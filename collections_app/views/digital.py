"""Staff pages: digital resources, their licences and uses."""

from functools import cached_property
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core import charts
from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.formats import SHORT_MONTHS, half_up
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from collections_app.care_forms import ResourceForm, UsesForm
from collections_app.choices import ResourceKind
from collections_app.models import DigitalResource, ResourceUse
from collections_app.selectors import digital as selectors
from collections_app.services import digital as deeds

from .pages import FormPage, words_of

SOON = 90


def state_of(resource: DigitalResource, today: Any) -> tuple[str, str]:
    """(word, tone) of a licence on a day."""
    if resource.ends_on is not None and resource.ends_on < today:
        return _("Ended"), "late"
    if resource.ends_on is not None and (resource.ends_on - today).days <= SOON:
        return _("Ends soon"), "wait"
    return (_("Trial"), "info") if resource.is_trial else (_("In use"), "done")


class Filtered:
    request: HttpRequest

    def chosen(self) -> Any:
        kind = self.request.GET.get("jenis", "")
        return selectors.resources(today=timezone.localdate(), search=words_of(self.request), kind=kind)


class ResourceList(PermissionRequiredMixin, Filtered, ListView):
    permission_required = "collections_app.view_digitalresource"
    template_name = "collections_app/digital/list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return self.chosen()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address, today = row_addresses("collections_app:resource-detail"), timezone.localdate()
        rows = [(row, address(row.pk), *state_of(row, today)) for row in context["object_list"]]
        kind = self.request.GET.get("jenis", "")
        filters = [{"name": "jenis", "label": _("Kind"), "value": kind, "options": ResourceKind.choices}]
        return context | {"rows": rows, "query": words_of(self.request), "filters": filters}


class ResourceXlsx(PermissionRequiredMixin, Filtered, View):
    permission_required = "collections_app.view_digitalresource"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Name")), Column(_("Kind")), Column(_("Access address")), Column(_("Vendor")),
            Column(_("Licence number"), "text"), Column(_("Seats"), "int"), Column(_("Titles in it"), "int"),
            Column(_("Cost a year"), "money"), Column(_("Licence from"), "date"), Column(_("Licence until"), "date"),
            Column(_("Uses in a year"), "int"),
        ]  # fmt: skip
        rows = (
            [
                row.name, row.get_kind_display(), row.url, str(row.vendor or ""), row.licence, row.seats, row.titles,
                row.yearly_idr, row.starts_on, row.ends_on, row.year_uses,
            ]
            for row in self.chosen()[:5_000]
        )  # fmt: skip
        return xlsx_response(title=_("Digital resources"), columns=columns, rows=rows, office=Library.current().name)


class ResourceDetail(PermissionRequiredMixin, View):
    permission_required = "collections_app.view_digitalresource"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        today = timezone.localdate()
        resource = get_object_or_404(selectors.resources(today=today), pk=pk)
        uses = selectors.uses_of(resource)
        word, tone = state_of(resource, today)
        per_use = half_up(resource.yearly_idr / resource.year_uses, 0) if resource.year_uses else None
        context = {
            "resource": resource,
            "uses": uses,
            "chart": self._chart(uses) if uses else None,
            "per_use": per_use,
            "word": word,
            "tone": tone,
        }
        return render(request, "collections_app/digital/detail.html", context)

    def _chart(self, uses: list[ResourceUse]) -> charts.Chart:
        names = SHORT_MONTHS["id" if _("Month") == "Bulan" else "en"]
        items = [(f"{names[use.month.month - 1]} {use.month.year % 100:02}", use.uses) for use in uses[-12:]]
        return charts.bar_chart(items, title=_("Uses a month"), value_label=_("Uses"), vertical=True)


class ResourcePage(FormPage):
    permission_required = "collections_app.manage_resource"
    done = gettext_lazy("The resource is kept.")

    @cached_property
    def resource(self) -> DigitalResource:
        return get_object_or_404(DigitalResource, pk=self.kwargs["pk"])

    def back(self) -> str:
        if "pk" in self.kwargs:
            return reverse("collections_app:resource-detail", args=[self.kwargs["pk"]])
        return reverse("collections_app:resource-list")

    def trail(self) -> list[tuple[str, str]]:
        above = [(reverse("collections_app:resource-list"), _("Digital resources"))]
        return [*above, (self.back(), self.resource.name)] if "pk" in self.kwargs else above

    def deed(self, form: Any) -> None:
        deeds.save_resource(resource=form.save(commit=False), by=self.request.user)


class ResourceAdd(ResourcePage):
    def title(self) -> str:
        return _("New digital resource")

    def form(self, data: Any = None) -> ResourceForm:
        return ResourceForm(data)


class ResourceEdit(ResourcePage):
    def title(self) -> str:
        return _("Change the resource")

    def form(self, data: Any = None) -> ResourceForm:
        return ResourceForm(data, instance=self.resource)

    def audited(self) -> DigitalResource:
        return self.resource


class UsesAdd(ResourcePage):
    done = gettext_lazy("The uses are counted.")

    def title(self) -> str:
        return _("Enter the uses of a month")

    def form(self, data: Any = None) -> UsesForm:
        return UsesForm(data)

    def deed(self, form: UsesForm) -> None:
        deeds.count_uses(resource=self.resource, today=timezone.localdate(), **form.cleaned_data)
