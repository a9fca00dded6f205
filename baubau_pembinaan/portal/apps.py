from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "baubau_pembinaan.portal"
    label = "portal"
    verbose_name = _("Portal")
    default = True

    def ready(self) -> None:
        from baubau_pembinaan.core import panels
        from baubau_pembinaan.portal.crew_training import crew_panel, gaps_panel

        panels.offer("outreach.event-crew", crew_panel)
        panels.offer("outreach.crew-gaps", gaps_panel)


class PembinaanAdminConfig(admin_apps.AdminConfig):
    """Django's own admin, with our dashboard and sign-in in place of its own."""

    default = False
    default_site = "baubau_pembinaan.portal.admin_site.PembinaanAdminSite"

    def ready(self) -> None:
        super().ready()
        from django.contrib.admin import site

        site.hide_clutter()  # after every app has registered its own
