"""Staff pages: files of copies taken in and of titles accepted, for SLiMS or INLISLite."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import ListView
from pymarc import Record

from baubau_pembinaan.core.addresses import row_addresses
from collections_app import marc
from collections_app.choices import CatalogueSystem
from collections_app.models import CatalogueSending
from collections_app.selectors import sending as selectors
from collections_app.sending_forms import SendingForm
from collections_app.services import sending as deeds
from collections_app.slims import writing

from .pages import FormPage

MARC_FILES = {marc.ISO: ("application/marc", "mrc"), marc.XML: ("application/marcxml+xml", "xml")}


class SendingList(PermissionRequiredMixin, ListView):
    """What was sent to whom and when, and how much waits."""

    permission_required = "collections_app.import_catalogue"
    template_name = "collections_app/sending/list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.sendings()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address = row_addresses("collections_app:sending-file")
        waiting = [(CatalogueSystem(system).label, *numbers) for system, numbers in selectors.waiting_numbers().items()]
        rows = [(row, address(row.pk)) for row in context["object_list"]]
        wanted = self.request.GET.get("marcxml", "")
        known = wanted if wanted in {str(row.pk) for row in context["object_list"]} else ""
        return context | {"rows": rows, "waiting": waiting, "in_xml": known}


class SendingAdd(FormPage):
    permission_required = "collections_app.import_catalogue"
    done = gettext_lazy("The file is ready. What it holds is marked as sent.")

    def title(self) -> str:
        return _("Make a file")

    def lead(self) -> str:
        return _(
            "Holds every copy taken in, or every title accepted for purchase, that the system was not given yet. What "
            "it holds is marked as sent."
        )

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse("collections_app:title-list"), _("Catalogue")), (self.back(), _("Files for SLiMS/INLISLite"))]

    def back(self) -> str:
        return reverse("collections_app:sending-list")

    def form(self, data: Any = None) -> SendingForm:
        return SendingForm(data)

    def deed(self, form: SendingForm) -> None:
        said = form.cleaned_data
        deed = deeds.send_accepted if said.pop("accepted") else deeds.send_copies
        deed(**said, by=self.request.user, at=timezone.now())


class SendingFile(PermissionRequiredMixin, View):
    """The file of one sending, the same however often it is fetched: SLiMS as its two layouts, INLISLite as MARC.

    Where a record is too long for ISO 2709 the title is named, and the page offers `?bentuk=marcxml` instead.
    """

    permission_required = "collections_app.import_catalogue"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sending = get_object_or_404(CatalogueSending, pk=pk)
        kind = marc.XML if request.GET.get("bentuk") == marc.XML else marc.ISO
        if sending.system == CatalogueSystem.SLIMS:
            body, content_type, ending = slims_zip(sending), "application/zip", "zip"
        else:
            try:
                body = b"".join(marc.write(marc_records(sending), kind))
            except marc.RecordTooLong as refusal:
                messages.error(request, " ".join(refusal.messages))
                return redirect(f"{reverse('collections_app:sending-list')}?marcxml={pk}")
            content_type, ending = MARC_FILES[kind]
        response = HttpResponse(body, content_type=content_type)
        day = timezone.localtime(sending.sent_at)
        name = f"{sending.system}-{day:%Y-%m-%d}-{pk}.{ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


def slims_zip(sending: CatalogueSending) -> bytes:
    """bibliografi.csv with the new titles and their copies, eksemplar.csv with all that is known of every copy. Of
    accepted titles the first alone."""
    made = io.BytesIO()
    titles = selectors.accepted_of(sending) if sending.accepted else selectors.titles_of(sending)
    files = {"1-bibliografi.csv": writing.bibliography(titles)}
    if not sending.accepted:
        files["2-eksemplar.csv"] = writing.items(selectors.copies_of(sending).iterator(chunk_size=1000))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, lines in files.items():
            with pack.open(name, "w") as file:
                for line in lines:
                    file.write(line.encode())
    return made.getvalue()


def marc_records(sending: CatalogueSending) -> Iterator[Record]:
    """INDOMARC: each title with the copies of this file, also where its record went before; accepted titles without
    any."""
    if sending.accepted:
        return (marc.record_of(title, []) for title in selectors.accepted_of(sending))
    copies: dict[Any, list[tuple[str, str]]] = {}
    titles = {}
    for item in selectors.copies_of(sending).iterator(chunk_size=1000):
        titles[item.title_id] = item.title
        copies.setdefault(item.title_id, []).append((item.code, item.call_number))
    return (marc.record_of(titles[pk], codes) for pk, codes in copies.items())
