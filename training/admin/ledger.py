"""Cupboards of the JP ledger: rates and targets are edited, entries only read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.admin import HistoryAdmin, ReadOnlyAdmin
from training.models import JpEntry, JpRate, JpTarget, JpYear


@admin.register(JpRate)
class JpRateAdmin(HistoryAdmin):
    """A rate that was used stays as it was: a change is a new row with its own first day."""

    list_display = ["form", "scope", "unit", "jp", "extra_percent", "valid_from"]
    search_fields = ["source"]
    list_filter = ["scope", "unit", "form"]
    ordering = ["form", "scope", "-valid_from", "pk"]

    def _is_used(self, obj: JpRate | None) -> bool:
        return obj is not None and JpEntry.objects.filter(rate=obj).exists()

    def get_readonly_fields(self, request: HttpRequest, obj: JpRate | None = None) -> Any:
        fields = list(super().get_readonly_fields(request, obj))
        used = ["form", "scope", "unit", "jp", "extra_percent", "valid_from"]
        return [*fields, *used] if self._is_used(obj) else fields

    def has_delete_permission(self, request: HttpRequest, obj: JpRate | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not self._is_used(obj)


@admin.register(JpTarget)
class JpTargetAdmin(HistoryAdmin):
    list_display = ["employment_status", "plain_from_year", "jp", "source"]
    search_fields = ["source"]
    list_filter = ["employment_status"]
    ordering = ["employment_status", "-from_year", "pk"]

    @admin.display(description=_("from the year"), ordering="from_year")
    def plain_from_year(self, row: JpTarget) -> str:
        """2026, never 2.026."""
        return str(row.from_year)


@admin.register(JpEntry)
class JpEntryAdmin(ReadOnlyAdmin):
    list_display = ["profile", "title", "year", "jp", "status", "ends_on"]
    search_fields = ["profile__name", "title", "organiser", "certificate_number"]
    list_filter = ["status", "year", "form"]
    date_hierarchy = "ends_on"
    ordering = ["-ends_on", "-pk"]


@admin.register(JpYear)
class JpYearAdmin(ReadOnlyAdmin):
    list_display = ["year", "closed_at", "closed_by"]
    search_fields = ["year"]
    ordering = ["-year"]
