"""Rows that migrations made come back after a test that empties the tables (transactional tests flush everything)."""

from importlib import import_module

from django.apps import apps
from django.db.models.signals import post_migrate
from django.utils.module_loading import module_has_submodule


def pytest_configure(config):
    post_migrate.connect(_reseed, dispatch_uid="tests.reseed")


def _reseed(sender, **kwargs):
    """Flush sends post_migrate once an app; each app's `reference.seed(apps)` fills what is missing."""
    if sender.label != "evaluations":  # the highest room with reference rows: all its neighbours' tables exist by then
        return
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "reference"):
            seed = getattr(import_module(f"{config.name}.reference"), "seed", None)
            if seed:
                seed(apps)
