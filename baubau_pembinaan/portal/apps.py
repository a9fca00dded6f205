from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "baubau_pembinaan.portal"
    label = "portal"
    verbose_name = _("Portal")
    default = True


class PembinaanAdminConfig(admin_apps.AdminConfig):
    """Django's own admin, with our dashboard and sign-in in place of its own."""

    default = False
    default_site = "baubau_pembinaan.portal.admin_site.PembinaanAdminSite"

    def ready(self) -> None:
        super().ready()
        from django.contrib.admin import site

        site.hide_clutter()  # after every app has registered its own
