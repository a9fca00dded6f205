"""Langkah ke jenjang berikut."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.accounts.models import StaffProfile
from training.network_forms import ExamForm
from training.selectors.career import career_of
from training.services import network

from .common import own_profile
from .development import person_or_404


class MyCareer(PermissionRequiredMixin, View):
    permission_required = "training.take_part"

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("training:career", pk=own_profile(request).pk)


class CareerPage(PermissionRequiredMixin, View):
    """What the next level asks, what is met, and what is missing."""

    permission_required = "training.view_competence"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = person_or_404(request, pk)
        context = {
            "person": person,
            "career": career_of(person, timezone.localdate()),
            "manages": request.user.has_perm("training.manage_training"),
        }
        return render(request, "training/career/detail.html", context)


class ExamAdd(PermissionRequiredMixin, View):
    """The office enters the result of an examination."""

    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, person_or_404(request, pk), ExamForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person, form = person_or_404(request, pk), ExamForm(request.POST)
        if form.is_valid():
            network.enter_exam(profile=person, by=request.user, **form.cleaned_data)
            messages.success(request, _("The result is kept."))
            return redirect("training:career", pk=pk)
        return self._page(request, person, form)

    def _page(self, request: HttpRequest, person: StaffProfile, form: Any) -> HttpResponse:
        return render(request, "training/career/exam.html", {"person": person, "form": form})
