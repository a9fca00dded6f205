"""The simulation of angka kredit: one's own, and of the people one leads."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.documents.render import to_pdf
from evaluations.credit_paper import credit_paper
from evaluations.models import CreditOpening
from evaluations.review_forms import OpeningForm
from evaluations.selectors.credit import credit_of
from evaluations.services.reviews.credit import enter_official_credit, seen_credit
from evaluations.services.reviews.refusals import EditedMeanwhile

from .base import NeedsProfile


def person_or_404(request: HttpRequest, pk: int) -> StaffProfile:
    """Oneself, whom one leads, anybody for the head of the agency; others learn nothing."""
    own = profile_of(request.user)
    person = own if own is not None and own.pk == pk else get_object_or_404(StaffProfile, pk=pk)
    if not request.user.has_perm("evaluations.see_credit", person):
        raise Http404
    return person


class MyCredit(NeedsProfile, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("evaluations:credit", pk=self.profile.pk)


class Credit(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = person_or_404(request, pk)
        context = {
            "person": person,
            "account": credit_of(person, timezone.localdate()),
            "is_own": person == profile_of(request.user),
        }
        return render(request, "evaluations/credit/detail.html", context)


class CreditPaper(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = person_or_404(request, pk)
        paper = to_pdf(credit_paper(credit_of(person, timezone.localdate())))
        response = HttpResponse(paper, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="simulasi-angka-kredit-{person.pk}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


class CreditOfficial(View):
    """The figure of the last official PAK, by the person or the supervisor."""

    def _person(self, request: HttpRequest, pk: int) -> StaffProfile:
        person = person_or_404(request, pk)
        if not request.user.has_perm("evaluations.enter_credit", person):
            raise PermissionDenied
        return person

    def _held(self, person: StaffProfile) -> CreditOpening | None:
        return CreditOpening.objects.filter(profile=person).first()

    def _form(self, person: StaffProfile, data: Any = None) -> OpeningForm:
        found = self._held(person)
        return OpeningForm(data, instance=found or CreditOpening(profile=person), initial={"seen": seen_credit(found)})

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self._person(request, pk)
        return render(request, "evaluations/credit/official.html", {"person": person, "form": self._form(person)})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self._person(request, pk)
        form = self._form(person, request.POST)
        if form.is_valid():
            try:
                enter_official_credit(person=person, by=request.user, on=timezone.localdate(), **form.cleaned_data)
            except EditedMeanwhile as refusal:
                again = self._form(person, {**request.POST.dict(), "seen": seen_credit(self._held(person))})
                told = {"differences": refusal.differences, "told": refusal.messages[0]}
                context = {"person": person, "form": again, **told}
                return render(request, "evaluations/credit/official.html", context, status=409)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect("evaluations:credit", pk=pk)
        return render(request, "evaluations/credit/official.html", {"person": person, "form": form})
