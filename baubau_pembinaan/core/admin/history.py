"""History of a row, to be read and never to be rewritten."""

from typing import Any

from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.urls import path
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from .base import BaseAdmin

_READING = "_reads_history"


class _InWords(HistoricalRecordContextHelper):
    """Changes as a reader says them: the word of a choice, never its code."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        words = dict(getattr(self.model._meta.get_field(change.field), "flatchoices", None) or ())
        if words and not isinstance(value, list):
            return words.get(value, value)
        return super().prepare_delta_change_value(change, value)


class HistoryAdmin(BaseAdmin, SimpleHistoryAdmin):
    """BaseAdmin for a model with `history_records()`: who changed what and when, behind the "History" button.

    simple_history hides its "Revert" button by a setting but still obeys a POST to that page, even from
    someone who may only view; here the page answers reading requests alone and draws every field as text.
    """

    history_list_per_page = 50

    def get_historical_record_context_helper(self, request: HttpRequest, historical_record: Any) -> Any:
        return _InWords(self.model, historical_record)

    def get_urls(self) -> list[Any]:
        """simple_history's address again, with named parts."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_simple_history"
        view = self.admin_site.admin_view(self.history_form_view)
        others = [entry for entry in super().get_urls() if entry.name != name]
        return [path("<path:object_id>/history/<int:version_id>/", view, name=name), *others]

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        setattr(request, _READING, True)
        return super().history_form_view(request, object_id, version_id, extra_context)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        if getattr(request, _READING, False):
            return flatten_fieldsets(self.get_fieldsets(request, obj))
        return super().get_readonly_fields(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        if getattr(request, _READING, False) and not (self.fieldsets or self.fields):
            own = [field.name for field in self.model._meta.concrete_fields if field.editable]
            return [(None, {"fields": own})]
        return super().get_fieldsets(request, obj)
