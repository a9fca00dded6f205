"""Which role may touch which model: declared per app, applied by `sync_roles` after every migrate.

An app adds `roles.py` with `ROLE_PERMISSIONS = {"Pustakawan": ["evaluations.view_survey", ...]}`. Administrators get
every permission and inspectors every reading permission by themselves. The six role groups follow these
declarations exactly; a group somebody makes by hand is never touched.
"""

from collections import defaultdict
from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connections, transaction
from django.utils.module_loading import module_has_submodule

from .choices import Role

ROLE_PERMISSIONS: dict[str, list[str]] = {
    role: [
        "accounts.view_staffprofile",
        "accounts.view_position",
        "accounts.view_appointment",
        "accounts.view_delegation",
    ]
    for role in (Role.AGENCY_HEAD.value, Role.DIVISION_HEAD.value)
}

# Sign-in secrets are nobody's reading matter, not even an inspector's.
SECRET_APPS = {"mfa", "sessions", "usersessions", "account", "admin", "auth", "contenttypes", "django_celery_beat"}
SECRET_MODELS = {("accounts", "invitation")}


class UnknownRole(LookupError):
    """A roles.py names a role that does not exist."""


def declared_permissions() -> dict[str, set[str]]:
    """Role name -> declared 'app.codename' permissions of every installed app's `roles` module."""
    declared: dict[str, set[str]] = defaultdict(set)
    for config in apps.get_app_configs():
        if not module_has_submodule(config.module, "roles"):
            continue
        module = import_module(f"{config.name}.roles")
        for role, names in getattr(module, "ROLE_PERMISSIONS", {}).items():
            if role not in Role.values:
                raise UnknownRole(f"{config.name}.roles names an unknown role: {role}")
            declared[str(role)].update(names)
    return dict(declared)


def sync_roles(*, using: str = "default") -> None:
    """Make the six groups where absent and give each exactly its declared permissions; safe to run twice."""
    declared = declared_permissions()
    with transaction.atomic(using=using):
        existing = {
            f"{app}.{codename}": (pk, app, model)
            for pk, codename, app, model in Permission.objects.using(using).values_list(
                "pk", "codename", "content_type__app_label", "content_type__model"
            )
        }
        for role in Role.values:
            group, _created = Group.objects.using(using).get_or_create(name=role)
            if role == Role.ADMINISTRATOR:
                wanted = {pk for pk, _app, _model in existing.values()}
            else:
                wanted = {existing[name][0] for name in declared.get(role, ()) if name in existing}
            if role == Role.INSPECTOR:
                wanted |= {
                    pk
                    for name, (pk, app, model) in existing.items()
                    if name.split(".")[1].startswith("view_")
                    and app not in SECRET_APPS
                    and (app, model) not in SECRET_MODELS
                }
            if wanted != set(group.permissions.values_list("pk", flat=True)):
                group.permissions.set(wanted)


def sync_roles_after_migrate(app_config: object, using: str, **kwargs: object) -> None:
    """The one wire: permissions appear with each migrate, so roles are brought up to date at its very end."""
    with_models = [config for config in apps.get_app_configs() if config.models_module is not None]
    if app_config is not with_models[-1]:
        return
    if {"auth_group", "auth_permission"} <= set(connections[using].introspection.table_names()):
        sync_roles(using=using)
