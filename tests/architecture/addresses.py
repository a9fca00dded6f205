"""Every address of the site by name, and what the rooms declared about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

from django.contrib import admin
from django.urls import URLPattern, get_resolver
from simple_history.admin import SimpleHistoryAdmin

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.admin import ReadOnlyAdmin
from tests.doors import NOBODY, AdminObjects, Declared, Door, World

ADMIN_READERS = {Role.ADMINISTRATOR, Role.INSPECTOR}
# Sign-in secrets, and the plumbing of the site: not even an inspector reads them.
SECRET = {"account", "mfa", "usersessions", "auth", "django_celery_beat", "accounts_invitation"}


@dataclass(frozen=True)
class Address:
    name: str
    pattern: URLPattern


def addresses() -> Iterator[Address]:
    """Every named address; an unnamed one is yielded under its path, which nobody declares."""
    yield from _walk(get_resolver(), "", "")


def _walk(resolver, namespace: str, prefix: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if not isinstance(entry, URLPattern):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, path)
        elif entry.name:
            yield Address(namespace + entry.name, entry)
        elif not namespace.startswith("admin:"):  # the admin's own catch-all and its old redirects have no name
            yield Address(path, entry)


def declared() -> tuple[dict[str, Declared], AdminObjects]:
    """The doors of every tests/<app>/access.py over those of installed packages and the plain admin."""
    doors: dict[str, Declared] = {}
    objects: AdminObjects = {}
    from tests.architecture import installed_doors

    for module in (installed_doors, *_rooms()):
        doors |= getattr(module, "DOORS", {})
        objects |= getattr(module, "ADMIN_OBJECTS", {})
    return admin_doors(objects) | doors, objects


def _rooms() -> list[ModuleType]:
    tests = Path(__file__).resolve().parent.parent
    return [import_module(f"tests.{file.parent.name}.access") for file in sorted(tests.glob("*/access.py"))]


def prepare(room: str, world: World, user: object) -> None:
    """The rows before which many doors of the room stand."""
    for module in _rooms():
        prepared = getattr(module, "PREPARED", None)
        if prepared is not None and prepared.room == room:
            prepared.into(world, user)


def admin_doors(objects: AdminObjects) -> dict[str, Declared]:
    """The plain admin's doors: administrators do, inspectors read what holds no secret."""
    doors: dict[str, Declared] = {}
    for model in admin.site._registry:
        label = model._meta.app_label
        stem = f"admin:{label}_{model._meta.model_name}"
        secret = label in SECRET or f"{label}_{model._meta.model_name}" in SECRET
        readers = {Role.ADMINISTRATOR} if secret else ADMIN_READERS

        def one(world: World, user: object, model=model) -> dict[str, object]:
            return {"object_id": row(model, objects).pk}

        writers = {Role.ADMINISTRATOR}
        if isinstance(admin.site._registry[model], SimpleHistoryAdmin):

            def version(world: World, user: object, model=model) -> dict[str, object]:
                found = row(model, objects)
                return {"object_id": found.pk, "version_id": found.history.first().pk}

            doors[f"{stem}_simple_history"] = Door(readers, version, post=False)
        if isinstance(admin.site._registry[model], ReadOnlyAdmin):
            doors |= {
                f"{stem}_changelist": Door(readers, posts=NOBODY),
                f"{stem}_add": NOBODY,
                f"{stem}_change": Door(readers, one, posts=NOBODY),
                f"{stem}_history": Door(readers, one),
                f"{stem}_delete": Door(NOBODY, one),
            }
            continue
        doors |= {
            f"{stem}_changelist": Door(readers, posts=writers),
            f"{stem}_add": Door(writers),
            f"{stem}_change": Door(readers, one, posts=writers),
            f"{stem}_history": Door(readers, one),
            f"{stem}_delete": Door(writers, one),
            f"{stem}_export": Door(readers),
            f"{stem}_import": Door(writers),
            f"{stem}_process_import": Door(writers, get=False),
        }
    return doors


def row(model: type, objects: AdminObjects):
    """A row of the model: the room's own maker, an existing row, or model_bakery's."""
    from model_bakery import baker

    if model in objects:
        return objects[model]()
    return model._default_manager.first() or baker.make(model)
