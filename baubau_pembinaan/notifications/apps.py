from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "baubau_pembinaan.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from .reminders.rules import sync_after_migrate as sync_rules_after_migrate
        from .timetable import sync_after_migrate

        import_module("baubau_pembinaan.celery")  # so that shared tasks know their app; the roof is named, not imported
        autodiscover_modules("notification_kinds", "duties")
        post_migrate.connect(sync_after_migrate, sender=self, dispatch_uid="notifications.sync_timetable")
        post_migrate.connect(sync_rules_after_migrate, sender=self, dispatch_uid="notifications.sync_rules")
