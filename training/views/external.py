"""Trainings held elsewhere: entered with their proof, put right, taken back, by their person."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from training.counting import Counted, count
from training.external_forms import CountForm, ExternalForm, MendForm
from training.forms import UploadForm
from training.models import JpEntry
from training.services import ledger, mending
from training.services.ledger_refusals import AlreadyDecided, NotYours

from .common import own_profile, say_refusal

FIELDS_KEPT = ("title", "form", "scope", "organiser", "starts_on", "ends_on", "certificate_number")


def own_entry(request: HttpRequest, pk: int) -> JpEntry:
    """One's own row; somebody else's does not exist."""
    rows = JpEntry.objects.select_related("profile", "proof", "rate")
    return get_object_or_404(rows, pk=pk, profile=own_profile(request))


class ExternalPage(PermissionRequiredMixin, View):
    """The form, and what comes of it; with `hitung` in the address only what the training of these days counts."""

    permission_required = "training.take_part"
    template_name = "training/jp/external.html"

    def counted(self, request: HttpRequest) -> HttpResponse:
        """For js/training-external.js, while the form is filled in."""
        form = CountForm(request.GET)
        counted = count(**form.cleaned_data) if form.is_valid() else None
        return self._part(request, counted if isinstance(counted, Counted) else None)

    def _part(self, request: HttpRequest, counted: Counted | None) -> HttpResponse:
        return render(request, "training/jp/_counted.html", {"counted": counted})

    def page(
        self, request: HttpRequest, form: ExternalForm, counted: Counted | None = None, **context: Any
    ) -> HttpResponse:
        return render(request, self.template_name, {"form": form, "counted": counted, **context})

    def done(self, request: HttpRequest, entry: JpEntry, words: str) -> HttpResponse:
        rate = entry.rate
        told = Counted(entry.jp, rate, entry.days, entry.stated_jp).told if rate else ""
        messages.success(request, f"{words} {told}".rstrip())
        return redirect("training:my-jp")

    def refused(self, form: ExternalForm, refusal: ValidationError) -> Counted | None:
        """Beside its field, or, where the person is only asked, what they are asked about."""
        if isinstance(refusal, ledger.Doubtful):
            return refusal.counted
        form.add_error(None, refusal)
        return None


class ExternalAdd(ExternalPage):
    """A training held elsewhere, with its proof."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.counted(request) if "hitung" in request.GET else self.page(request, ExternalForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form, counted = ExternalForm(request.POST, request.FILES), None
        if form.is_valid():
            try:
                entry = ledger.enter_external(
                    profile=own_profile(request),
                    by=request.user,
                    at=timezone.now(),
                    on=timezone.localdate(),
                    sure="sure" in request.POST,
                    **form.cleaned_data,
                )
            except ValidationError as refusal:
                counted = self.refused(form, refusal)
            else:
                return self.done(request, entry, _("Entered."))
        return self.page(request, form, counted, asked=counted is not None)


class EntryMend(ExternalPage):
    """What waits or was refused is put right and goes to the verifier again."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "hitung" in request.GET:
            return self.counted(request)
        entry = own_entry(request, pk)
        if not entry.may_be_mended:
            return self._not_any_more(request, entry)
        kept = {name: getattr(entry, name) for name in FIELDS_KEPT}
        form = MendForm(initial={**kept, "jp": mending.typed_jp(entry)}, proof=entry.proof)
        return self.page(request, form, entry=entry)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = own_entry(request, pk)
        form, counted = MendForm(request.POST, request.FILES, proof=entry.proof), None
        if form.is_valid():
            try:
                entry = mending.mend_external(
                    entry=entry,
                    by=request.user,
                    at=timezone.now(),
                    on=timezone.localdate(),
                    sure="sure" in request.POST,
                    **form.cleaned_data,
                )
            except ValidationError as refusal:
                counted = self.refused(form, refusal)
            else:
                return self.done(request, entry, _("Mended; it goes to whoever verifies."))
        return self.page(request, form, counted, entry=entry, asked=counted is not None)

    def _not_any_more(self, request: HttpRequest, entry: JpEntry) -> HttpResponse:
        refusal = AlreadyDecided(entry) if entry.is_external else NotYours(entry)
        say_refusal(request, refusal)
        return redirect("training:my-jp")


class EntryRemove(PermissionRequiredMixin, View):
    """Taking back what one entered, row and proof: asked first."""

    permission_required = "training.take_part"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "training/jp/remove.html", {"entry": own_entry(request, pk)})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            ledger.remove_entry(entry=own_entry(request, pk), by=request.user)
        except ValidationError as refusal:
            say_refusal(request, refusal)
        else:
            messages.success(request, _("The entry is removed."))
        return redirect("training:my-jp")


class EntryProof(PermissionRequiredMixin, View):
    """The certificate of somebody else's programme, added by who took part."""

    permission_required = "training.take_part"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, own_entry(request, pk), UploadForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry, form = own_entry(request, pk), UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                ledger.add_proof(entry=entry, by=request.user, at=timezone.now(), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The proof is kept."))
                return redirect("training:my-jp")
        return self._page(request, entry, form)

    def _page(self, request: HttpRequest, entry: JpEntry, form: UploadForm) -> HttpResponse:
        return render(request, "training/jp/proof.html", {"entry": entry, "form": form})
