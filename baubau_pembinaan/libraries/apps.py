from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibrariesConfig(AppConfig):
    name = "baubau_pembinaan.libraries"
    label = "libraries"
    verbose_name = _("Library and services")

    def ready(self) -> None:
        from django.core.signals import request_finished, request_started

        from . import current

        request_started.connect(current.begin_request, dispatch_uid="libraries.current.begin")
        request_finished.connect(current.end_request, dispatch_uid="libraries.current.end")
