"""The administrators' site: plain Django admin behind the staff sign-in."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class PembinaanAdminSite(AdminSite):
    site_header = _("Librarian development administration")
    site_title = _("Librarian development")
    index_title = _("Dashboard")

    def get_urls(self):
        # Sign-in goes through allauth, which throttles and asks for the second factor.
        self.login = secure_admin_login(self.login)
        return super().get_urls()
