"""Staff pages: who sells to the library."""

from functools import cached_property
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.core.phones import shown_phone
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from collections_app.models import Vendor
from collections_app.money_forms import VendorForm
from collections_app.selectors import money

from .pages import FormPage, words_of


class VendorList(PermissionRequiredMixin, ListView):
    permission_required = "collections_app.view_vendor"
    template_name = "collections_app/vendor/list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return money.vendors(words_of(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address, today = row_addresses("collections_app:vendor-edit"), timezone.localdate()
        rows = [
            {
                "vendor": row,
                "url": address(row.pk),
                "phone": shown_phone(row.phone) if row.phone else "",
                "over": row.agreement_ends_on is not None and row.agreement_ends_on < today,
            }
            for row in context["object_list"]
        ]
        return context | {"rows": rows, "query": words_of(self.request)}


class VendorXlsx(PermissionRequiredMixin, View):
    permission_required = "collections_app.view_vendor"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Vendor")), Column(_("Contact person")), Column(_("WhatsApp number"), "text"), Column(_("E-mail")),
            Column(_("Address")), Column("NPWP", "text"), Column(_("Agreement number"), "text"),
            Column(_("Agreement ends on"), "date"), Column(_("Open orders"), "int"),
        ]  # fmt: skip
        rows = (
            [
                row.name, row.contact_name, row.phone, row.email, row.address, row.tax_number, row.agreement_no,
                row.agreement_ends_on, row.open_orders,
            ]
            for row in money.vendors(words_of(request))[:5_000]
        )  # fmt: skip
        return xlsx_response(title=_("Vendors"), columns=columns, rows=rows, office=Library.current().name)


class VendorPage(FormPage):
    permission_required = "collections_app.manage_order"
    done = gettext_lazy("The vendor is kept.")

    def back(self) -> str:
        return reverse("collections_app:vendor-list")

    def trail(self) -> list[tuple[str, str]]:
        return [(self.back(), _("Vendors"))]

    def deed(self, form: VendorForm) -> None:
        with acting(self.request.user):
            form.save()


class VendorAdd(VendorPage):
    def title(self) -> str:
        return _("New vendor")

    def form(self, data: Any = None) -> VendorForm:
        return VendorForm(data)


class VendorEdit(VendorPage):
    @cached_property
    def vendor(self) -> Vendor:
        return get_object_or_404(Vendor, pk=self.kwargs["pk"])

    def title(self) -> str:
        return self.vendor.name

    def form(self, data: Any = None) -> VendorForm:
        return VendorForm(data, instance=self.vendor)

    def audited(self) -> Vendor:
        return self.vendor
