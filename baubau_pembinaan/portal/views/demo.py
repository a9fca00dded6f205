"""From trying out to the library's own data: the page that takes the sample data away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.portal import demo
from baubau_pembinaan.portal.forms import RemoveDemoForm


@method_decorator(sensitive_post_parameters("password", "again"), name="dispatch")
class RemoveDemo(PermissionRequiredMixin, FormView):
    """Says what goes and what stays; acts on POST with the word typed."""

    permission_required = "portal.remove_demo"
    template_name = "portal/demo/remove.html"
    form_class = RemoveDemoForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"needs_administrator": not demo.has_own_administrator()}

    def form_valid(self, form: RemoveDemoForm) -> HttpResponse:
        data = form.cleaned_data
        own = None
        if "username" in form.fields:
            own = demo.FirstAdministrator(data["name"], data["username"], data["password"], data["email"])
        was_invented = self.request.user.is_demo
        try:
            kept = demo.remove_demo(by=self.request.user, at=timezone.now(), administrator=own)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        if was_invented:
            logout(self.request)
        messages.success(self.request, _("The sample data are gone. Everything from now on is your own."))
        if kept:
            words = ngettext(
                "%(names)s stays, deactivated, because your own records refer to this person.",
                "%(names)s stay, deactivated, because your own records refer to these people.",
                len(kept),
            )
            messages.warning(self.request, words % {"names": "; ".join(kept)})
        return redirect("account_login" if was_invented else "portal:home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = StaffProfile.objects.filter(is_demo=True, left_on=None).count()
        return super().get_context_data(people=people, **kwargs)
