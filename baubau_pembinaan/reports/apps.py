from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "baubau_pembinaan.reports"
    label = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from . import builders

        builders.register_all()
