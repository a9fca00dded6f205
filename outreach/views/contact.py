"""Putting a wrong name, phone or e-mail right: behind the patron's own link, and at the desk."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from outreach import selectors
from outreach.contact_forms import ContactForm
from outreach.models import Registration
from outreach.services.contact import change_contact
from outreach.views.registering import public_page
from outreach.views.self_service import WithLink
from outreach.views.sessions import refuse


def _form(registration: Registration, data: Any = None, *, desk: bool = False) -> ContactForm:
    known = {"name": registration.name, "phone": registration.phone, "email": registration.email}
    return ContactForm(data, initial=known, desk=desk)


def _changed(request: HttpRequest, registration: Registration, form: ContactForm, by: Any) -> bool:
    """Whether it was taken in; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        change_contact(registration=registration, at=timezone.now(), by=by, **form.cleaned_data)
    except ValidationError as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, _("Name and contact are changed."))
    return True


@public_page
class SelfContact(WithLink):
    """By whoever holds the link."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        registration = self.registration(token)
        return self._page(request, token, registration, _form(registration))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        registration = self.registration(token)
        form = _form(registration, request.POST)
        if _changed(request, registration, form, None):
            return redirect(reverse("outreach:self-service", args=[token]))
        return self._page(request, token, registration, form, status=422)

    def _page(
        self, request: HttpRequest, token: str, registration: Registration, form: ContactForm, *, status: int = 200
    ) -> HttpResponse:
        back = reverse("outreach:self-service", args=[token])
        context = {"form": form, "cancel_url": back, "session": registration.session}
        return render(request, "outreach/public/contact.html", context, status=status)


class DeskContact(PermissionRequiredMixin, View):
    """By staff, for somebody at the desk or on the phone."""

    permission_required = "outreach.manage_registration"

    def _registration(self, pk: int) -> Registration:
        registration = selectors.registrations.registration_for_page(pk)
        if registration is None or registration.erased_at:
            raise Http404
        return registration

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        registration = self._registration(pk)
        return self._page(request, registration, _form(registration, desk=True))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        registration = self._registration(pk)
        form = _form(registration, request.POST, desk=True)
        if _changed(request, registration, form, request.user):
            return redirect("outreach:registration-detail", pk=pk)
        return self._page(request, registration, form, status=422)

    def _page(
        self, request: HttpRequest, registration: Registration, form: ContactForm, *, status: int = 200
    ) -> HttpResponse:
        back = reverse("outreach:registration-detail", args=[registration.pk])
        context = {"form": form, "cancel_url": back, "registration": registration}
        return render(request, "outreach/registration/contact.html", context, status=status)
