"""The administrators' site: plain Django admin, our sign-in, our dashboard, cupboards in the office's order."""

from functools import cache
from typing import Any

import rules
from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.auth import get_permission_codename
from django.contrib.auth.decorators import login_not_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from baubau_pembinaan.core.admin import ReadOnlyAdmin

from . import admin_dashboard
from .admin_sections import HIDDEN, SECTIONS, Section

DEEDS = ("view", "add", "change", "delete")


DECIDING = ("has_module_permission", "get_model_perms", *(f"has_{deed}_permission" for deed in DEEDS))
DJANGOS_OWN = {BaseModelAdmin, ModelAdmin, SimpleHistoryAdmin, ReadOnlyAdmin}  # by what roles hold, or a fixed no


def _decides(admin: ModelAdmin) -> bool:
    """Whether its class has a method of its own for what may be done."""
    return any(name in vars(each) for each in type(admin).__mro__ if each not in DJANGOS_OWN for name in DECIDING)


def _has_rule(model: type[Model]) -> bool:
    """Whether a rule (rules.py of an app) may give the right besides the roles."""
    opts = model._meta
    return any(rules.perm_exists(f"{opts.app_label}.{get_permission_codename(deed, opts)}") for deed in DEEDS)


class PembinaanAdminSite(AdminSite):
    site_header = _("Administration")
    site_title = _("Librarian development")
    index_title = _("Dashboard")
    index_template = "admin/dashboard.html"

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Through allauth, which throttles and asks for the second factor; Django's own form is never shown.

        Raises PermissionDenied for somebody signed in who has no business here.
        """
        return secure_admin_login(lambda request: redirect("admin:index"))(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_change_password")

    def hide_clutter(self) -> None:
        """Take away what other packages register and nobody here edits by hand."""
        for model in [model for model in self._registry if model._meta.label in HIDDEN]:
            self.unregister(model)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "admin_site": self}

    def rights_of(self, request: HttpRequest) -> tuple[Any, ...]:
        """What lists of models depend on: what this reader may do with each.

        What is decided by Django's own methods follows from what the reader's roles hold; who decides otherwise is
        asked, in the order of the registry.
        """
        held = request.user.rights_by_roles
        asked = self._registry.values() if held is None else self._deciding(len(self._registry))
        said = ((each.has_module_permission(request), *each.get_model_perms(request).values()) for each in asked)
        return (held, *said)

    @cache  # noqa: B019 - there is one site
    def _deciding(self, _registered: int) -> list[ModelAdmin]:
        return [each for model, each in self._registry.items() if _decides(each) or _has_rule(model)]

    def _build_app_dict(self, request: HttpRequest, label: str | None = None) -> dict[str, Any]:
        """Names are words from here on: sorting promises would translate each of them at every comparison."""
        apps = super()._build_app_dict(request, label)
        for app in apps.values():
            app["name"] = str(app["name"])
            for model in app["models"]:
                model["name"] = str(model["name"])
        return apps

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The models of one app as Django lists them; of all apps by section, in the office's order.

        All apps are asked for by every page, for its sidebar: they are put together once a request, where drawn.
        """
        if app_label:
            return super().get_app_list(request, app_label)
        listed = super().get_app_list
        if not hasattr(request, "_sections"):
            request._sections = SimpleLazyObject(lambda: self._sections(listed(request)))
        return request._sections

    @classmethod
    def _sections(cls, apps: list[dict[str, Any]]) -> list[dict[str, Any]]:
        by_label = {app["app_label"]: app for app in apps}
        named = [cls._section(section, by_label) for section in SECTIONS]
        spoken_for = {label for section in SECTIONS for label in section.app_labels}
        return [entry for entry in named if entry] + [app for app in apps if app["app_label"] not in spoken_for]

    @staticmethod
    def _section(section: Section, by_label: dict[str, Any]) -> dict[str, Any] | None:
        apps = [by_label[label] for label in section.app_labels if label in by_label]
        if not apps:
            return None
        return {
            **apps[0],
            "name": section.name,
            "description": section.description,
            "models": [model for app in apps for model in app["models"]],
        }

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        board = admin_dashboard.dashboard_for(request.user, at=timezone.now())
        return super().index(request, {"board": board, **(extra_context or {})})
