"""What every list and form of the admin does the same way."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.contrib import admin
from django.contrib.admin import utils
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import models
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from baubau_pembinaan.core.forms import IndonesianDateField
from baubau_pembinaan.core.html import escape

from .lists import Lists
from .versions import VersionedAdmin

CHECKBOX_WORDS = "Select this object for an action - {}"  # Django's own, translated in its catalogue


def alphabetical(field: str) -> list[Any]:
    """An `ordering` that puts "andi" beside "Budi" and is settled to the last tie."""
    return [Lower(field), "pk"]


@cache
def _box(_language: str | None) -> str:
    """Its words are looked up once."""
    box = f'<input type="checkbox" name="{ACTION_CHECKBOX_NAME}" value="{{}}" class="action-select" aria-label="'
    return f'{box}{_(CHECKBOX_WORDS)}">'


@admin.display(description=gettext_lazy("year"), ordering="year")
def plain_year(row: Any) -> str | None:
    """2026, never 2.026."""
    return None if row.year is None else str(row.year)


class JoinedNestedObjects(utils.NestedObjects):
    """The rows that a deletion would take along or that forbid it, with what their names speak of joined."""

    def related_objects(self, related_model: type[models.Model], related_fields: Any, objs: Any) -> Any:
        rows = super().related_objects(related_model, related_fields, objs)
        relations = [field.name for field in related_model._meta.fields if field.many_to_one or field.one_to_one]
        return rows.select_related(*relations)


utils.NestedObjects = JoinedNestedObjects  # Django has no other way in, and would ask once for each row named


class _RelationsMixin:
    """Foreign keys are searched, not listed: a select of 3,000 people is no help to anyone."""

    model: type[models.Model]
    admin_site: admin.AdminSite
    autocomplete_fields: Any
    raw_id_fields: Any
    radio_fields: Any
    formfield_overrides = {models.DateField: {"form_class": IndonesianDateField, "widget": AdminDateWidget}}

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """The class's own, and each relation whose admin can be searched by the person asking."""
        named = list(self.autocomplete_fields)
        spoken_for = {*named, *self.raw_id_fields, *self.radio_fields, *getattr(self, "filter_horizontal", ())}
        opts = self.model._meta
        for field in [*opts.fields, *opts.many_to_many]:
            target = field.remote_field and self.admin_site._registry.get(field.remote_field.model)
            if field.name not in spoken_for and target and target.search_fields and target.has_view_permission(request):
                named.append(field.name)
        return named


class BaseAdmin(_RelationsMixin, VersionedAdmin, admin.ModelAdmin):
    """Fifty rows a page, counted filters, joined columns, no lost update.

    A subclass names `list_display`, `search_fields`, `list_filter`, `ordering` (see `alphabetical`), and a
    `date_hierarchy` where rows carry the day they belong to. Tables that grow beyond some 50,000 rows set
    `show_facets = ShowFacets.ALLOW`, since each counted filter is one aggregate. `list_editable` is not
    used: its rows would escape the guard against lost updates.
    """

    list_per_page = 50
    list_max_show_all = 200
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False
    empty_value_display = "–"

    def get_list_display(self, request: HttpRequest) -> Any:
        return [plain_year if column == "year" else column for column in super().get_list_display(request)]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Lists

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if request.method == "POST" and "action" not in request.POST and not self.has_change_permission(request):
            raise PermissionDenied
        return super().changelist_view(request, extra_context)

    def get_urls(self) -> list[Any]:
        """Django answers any method with the page; here what is neither reading nor a form is refused."""
        urls = super().get_urls()
        for entry in urls:
            if entry.name and entry.name.endswith(("_changelist", "_change", "_add", "_delete")):
                entry.callback = require_http_methods(["GET", "HEAD", "POST"])(entry.callback)
        return urls

    def action_checkbox(self, obj: models.Model) -> SafeString:
        """Django's box, without drawing a form's widget for each row."""
        return SafeString(_box(get_language()).format(escape(obj.pk), escape(str(obj))))

    def get_list_select_related(self, request: HttpRequest) -> Any:
        """The class's own answer, or every relation the columns show, nullable ones too (Django skips those)."""
        if self.list_select_related:
            return self.list_select_related
        return sorted(set(self._relations_shown(request))) or False

    def _relations_shown(self, request: HttpRequest) -> Iterator[str]:
        for column in self.get_list_display(request):
            if not isinstance(column, str):
                continue
            opts, path = self.model._meta, []
            for part in column.split("__"):
                try:
                    field = opts.get_field(part)
                except FieldDoesNotExist:
                    break
                if not (field.many_to_one or field.one_to_one) or not field.related_model:
                    break
                path.append(part)
                opts = field.related_model._meta
            if path:
                yield "__".join(path)

    @property
    def search_help_text(self) -> str:  # type: ignore[override]
        """The searched columns in the reader's words: "Mencari di nama, NIP." (a subclass may set a plain text)."""
        names = []
        for lookup in self.search_fields:
            opts, field = self.model._meta, None
            for part in str(lookup).lstrip("^=@").split("__"):
                try:
                    field = opts.get_field(part)
                except FieldDoesNotExist:
                    break  # a lookup such as iexact
                if field.related_model:
                    opts = field.related_model._meta
            name = str(getattr(field, "verbose_name", ""))
            if name and name not in names:
                names.append(name)
        return _("Searches %(columns)s.") % {"columns": ", ".join(names)} if names else ""


class ReadOnlyAdmin(BaseAdmin):
    """Rows a machine writes (messages sent, runs, logs): whoever may view them sees them, nobody edits them here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class BaseTabularInline(_RelationsMixin, admin.TabularInline):
    extra = 0
    show_change_link = True


class BaseStackedInline(_RelationsMixin, admin.StackedInline):
    extra = 0
    show_change_link = True
