"""What everybody does with their own account."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from baubau_pembinaan.accounts import services
from baubau_pembinaan.accounts.forms import OwnContactForm
from baubau_pembinaan.accounts.rules import profile_of


class OwnContact(FormView):
    template_name = "accounts/own/contact.html"
    form_class = OwnContactForm

    def get_initial(self) -> dict[str, Any]:
        user, profile = self.request.user, profile_of(self.request.user)
        return {"phone": profile.phone if profile else "", "email": user.email, "language": user.language}

    def get_form(self, form_class: Any = None) -> OwnContactForm:
        form = super().get_form(form_class)
        if profile_of(self.request.user) is None:
            del form.fields["phone"]  # the telephone belongs to the staff record
        return form

    def form_valid(self, form: OwnContactForm) -> HttpResponse:
        values = {"phone": "", **form.cleaned_data}
        try:
            services.update_own_contact(user=self.request.user, at=timezone.now(), **values)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("Your contact details are saved."))
        return redirect("portal:profile")
