"""Cupboards of the schedule: definitions are edited, what went out is read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.admin import HistoryAdmin, ReadOnlyAdmin
from baubau_pembinaan.core.formats import tanggal_pendek
from baubau_pembinaan.notifications.reminders.planning import Calendar
from baubau_pembinaan.reports import registry
from baubau_pembinaan.reports.models import Definition, Issue


@admin.register(Definition)
class DefinitionAdmin(HistoryAdmin):
    list_display = ["name", "unit", "days_after", "at_time", "is_active"]
    list_select_related = ["unit"]
    search_fields = ["report", "unit__name"]
    list_filter = ["is_active", "language"]
    ordering = ["report", "pk"]
    filter_horizontal = ["recipients"]

    @admin.display(description=_("report"), ordering="report")
    def name(self, row: Definition) -> str:
        return row.title

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """With the next run, whose calendar is read once for all rows."""
        now = timezone.now()
        calendar = Calendar.around(now)

        @admin.display(description=_("next run"))
        def next_run(row: Definition) -> str:
            if not row.is_active or row.report not in registry.titles():
                return "–"
            return tanggal_pendek(row.next_due(now, calendar)[1])

        return [*self.list_display, next_run]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        if db_field.name != "report":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        offered = [(row.name, str(row.title)) for row in registry.builders() if row.subject != "person"]
        return forms.ChoiceField(label=db_field.verbose_name, choices=offered)


@admin.register(Issue)
class IssueAdmin(ReadOnlyAdmin):
    list_display = ["definition", "period", "attempts", "begun_at", "told_at", "told"]
    list_select_related = ["definition__unit"]
    search_fields = ["definition__report", "period"]
    date_hierarchy = "begun_at"
    ordering = ["-begun_at", "-pk"]
