"""Putting the guardian's name, phone or e-mail right: by the child who asks, by the guardian, at the desk."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from outreach import selectors
from outreach.contact_forms import GuardianForm
from outreach.links import GUARDIAN, guardian_path
from outreach.models import Registration
from outreach.services.consents import has_agreed
from outreach.services.guardian_contact import change_guardian, has_guardian, may_name_guardian
from outreach.views.registering import public_page
from outreach.views.self_service import WithLink
from outreach.views.sessions import refuse


def _form(registration: Registration, data: Any = None) -> GuardianForm:
    known = {
        "name": registration.guardian_name,
        "phone": registration.guardian_phone,
        "email": registration.guardian_email,
    }
    return GuardianForm(data, initial=known, named=has_agreed(registration))


def _changed(request: HttpRequest, registration: Registration, form: GuardianForm, **who: Any) -> Registration | None:
    """The registration where it was taken in; else the form says why not."""
    if not form.is_valid():
        return None
    try:
        changed = change_guardian(registration=registration, at=timezone.now(), **who, **form.cleaned_data)
    except ValidationError as refusal:
        refuse(form, refusal)
        return None
    messages.success(request, _("The guardian's contact is changed. Their former link no longer works."))
    return changed


@public_page
class SelfGuardian(WithLink):
    """By the child, until the guardian has said yes."""

    def registration(self, token: str) -> Registration:
        registration = super().registration(token)
        if not may_name_guardian(registration, timezone.now()):
            raise Http404
        return registration

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        registration = self.registration(token)
        return self._page(request, token, registration, _form(registration))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        registration = self.registration(token)
        form = _form(registration, request.POST)
        if _changed(request, registration, form):
            return redirect(reverse("outreach:self-service", args=[token]))
        return self._page(request, token, registration, form, status=422)

    def _page(
        self, request: HttpRequest, token: str, registration: Registration, form: GuardianForm, *, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "cancel_url": reverse("outreach:self-service", args=[token])}
        return render(request, "outreach/public/guardian_contact.html", context, status=status)


@public_page
class GuardianContact(WithLink):
    """By the guardian, whose next page stands behind their new link."""

    purpose = GUARDIAN

    def registration(self, token: str) -> Registration:
        registration = super().registration(token)
        if not has_guardian(registration):
            raise Http404
        return registration

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(request, token, _form(self.registration(token)))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        registration = self.registration(token)
        form = _form(registration, request.POST)
        changed = _changed(request, registration, form, as_guardian=True, language=get_language() or "")
        return redirect(guardian_path(changed)) if changed else self._page(request, token, form, status=422)

    def _page(self, request: HttpRequest, token: str, form: GuardianForm, *, status: int = 200) -> HttpResponse:
        context = {"form": form, "cancel_url": reverse("outreach:guardian", args=[token]), "by_guardian": True}
        return render(request, "outreach/public/guardian_contact.html", context, status=status)


class DeskGuardian(PermissionRequiredMixin, View):
    """By staff, for somebody at the desk or on the phone."""

    permission_required = "outreach.manage_registration"

    def _registration(self, pk: int) -> Registration:
        registration = selectors.registrations.registration_for_page(pk)
        if registration is None or registration.erased_at or not has_guardian(registration):
            raise Http404
        return registration

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        registration = self._registration(pk)
        return self._page(request, registration, _form(registration))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        registration = self._registration(pk)
        form = _form(registration, request.POST)
        if _changed(request, registration, form, by=request.user):
            return redirect("outreach:registration-detail", pk=pk)
        return self._page(request, registration, form, status=422)

    def _page(
        self, request: HttpRequest, registration: Registration, form: GuardianForm, *, status: int = 200
    ) -> HttpResponse:
        back = reverse("outreach:registration-detail", args=[registration.pk])
        context = {"form": form, "cancel_url": back, "registration": registration}
        return render(request, "outreach/registration/guardian_contact.html", context, status=status)
