"""A signed-in person's own page."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from baubau_pembinaan.accounts.choices import role_labels
from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.accounts.selectors import appointment_on
from baubau_pembinaan.portal.navigation import url_of


class Profile(TemplateView):
    template_name = "portal/profile/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        profile = profile_of(user)
        facts = [(_("Sign-in name"), user.get_username()), (_("E-mail"), user.email)]
        work = []
        if profile:
            facts += [(_("Mobile phone"), profile.phone)]
            work = self.work_facts(profile)
        return super().get_context_data(
            profile=profile,
            facts=facts,
            work=work,
            roles=role_labels(user.role_names),
            contact_url=url_of("accounts:own-contact"),
            preferences_url=url_of("notifications:preferences"),
            **kwargs,
        )

    def work_facts(self, profile: Any) -> list[tuple[str, Any]]:
        """What the library has on record about the person's work today."""
        appointment = appointment_on(profile, timezone.localdate())
        facts = [(_("NIP / NI PPPK"), profile.nip_text), (_("Status"), profile.get_employment_status_display())]
        if appointment:
            facts += [
                (_("Position"), appointment.position),
                (_("Unit"), appointment.unit),
                (_("Service point"), appointment.service_point),
                (_("Supervisor"), appointment.supervisor),
            ]
        return facts
