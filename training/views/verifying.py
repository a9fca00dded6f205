"""JP to verify, what was decided, and taking a decision back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from baubau_pembinaan.accounts.rules import profile_of
from training.counting import plain
from training.forms import ReasonForm
from training.models import JpEntry
from training.selectors import verifying as reading
from training.services import ledger, undoing

from .common import need, query_of, say_refusal, slice_of

PER_PAGE, REST_PER_PAGE = 25, 15  # each row carries its two forms


class Verification(PermissionRequiredMixin, TemplateView):
    """What the reader can decide, oldest first; below it, folded, what waits for somebody else."""

    permission_required = "training.verify_jp"
    template_name = "training/jp/verification.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = profile_of(self.request.user)
        own_pk = own.pk if own else None
        page = Paginator(reading.to_verify(own_pk), PER_PAGE).get_page(self.request.GET.get("page"))
        rest = slice_of(self.request, reading.to_wait_for(own_pk), name="tunggu", per=REST_PER_PAGE)
        return super().get_context_data(
            page_obj=page,
            rows=page.object_list,
            rest=rest,
            is_open="tunggu" in self.request.GET or not page.object_list,
            own_pk=own_pk,
            **kwargs,
        )


def entry_to_decide(request: HttpRequest, pk: int) -> JpEntry:
    entry = get_object_or_404(JpEntry.objects.select_related("profile"), pk=pk)
    need(request, "training.decide_entry", entry)
    return entry


class EntryDecide(PermissionRequiredMixin, View):
    permission_required = "training.verify_jp"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = entry_to_decide(request, pk)
        says_yes, seen = request.POST.get("decision") == "yes", request.POST.get("seen", "")
        try:
            if says_yes:
                ledger.verify_entry(entry=entry, by=request.user, at=timezone.now(), seen=seen)
            else:
                reason = request.POST.get("reason", "")[:300]
                ledger.refuse_entry(entry=entry, by=request.user, at=timezone.now(), reason=reason, seen=seen)
        except ValidationError as refusal:
            say_refusal(request, refusal)
        else:
            words = (
                _("%(person)s: “%(title)s” is verified and counts %(jp)s JP.")
                if says_yes
                else _("%(person)s: “%(title)s” is not accepted; the person is told why.")
            )
            messages.success(request, words % {"title": entry.title, "jp": plain(entry.jp), "person": entry.profile})
        return redirect("training:verification")


class Decided(PermissionRequiredMixin, TemplateView):
    """Decisions about JP of years that are not closed, the newest first."""

    permission_required = "training.verify_jp"
    template_name = "training/jp/decided.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own, query = profile_of(self.request.user), query_of(self.request)
        part = slice_of(self.request, reading.decided(query))
        return super().get_context_data(part=part, query=query, own_pk=own.pk if own else None, **kwargs)


class EntryWithdraw(PermissionRequiredMixin, View):
    """Take a decision back, with a reason; the JP wait again."""

    permission_required = "training.verify_jp"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, entry_to_decide(request, pk), ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry, form = entry_to_decide(request, pk), ReasonForm(request.POST)
        if form.is_valid():
            about = {"entry": entry, "by": request.user, "at": timezone.now(), "seen": request.POST.get("seen", "")}
            try:
                undoing.take_back_decision(**about, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                words = _("%(person)s: the decision is taken back, and “%(title)s” waits for verification again.")
                messages.success(request, words % {"title": entry.title, "person": entry.profile})
                return redirect("training:verification")
        return self._page(request, entry, form)

    def _page(self, request: HttpRequest, entry: JpEntry, form: ReasonForm) -> HttpResponse:
        return render(request, "training/jp/withdraw.html", {"entry": entry, "form": form})
