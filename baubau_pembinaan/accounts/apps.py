from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "baubau_pembinaan.accounts"
    label = "accounts"
    verbose_name = _("People and roles")

    def ready(self) -> None:
        from . import sessions
        from .roles import sync_roles_after_migrate

        sessions.connect()
        post_migrate.connect(sync_roles_after_migrate, dispatch_uid="accounts.sync_roles")
