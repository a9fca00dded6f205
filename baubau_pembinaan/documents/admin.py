"""Cupboards: files, numbers and runs are read; only the number series are edited."""

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.admin import HistoryAdmin, ReadOnlyAdmin

from . import access
from .models import DocumentNumber, NumberSeries, ReportRun, StoredFile


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "size", "room", "uploaded_by", "uploaded_at"]
    list_filter = ["kind"]
    search_fields = ["name", "sha256"]
    date_hierarchy = "uploaded_at"
    # The file's path is no address: downloads go through the door that checks who asks.
    fields = ["name", "kind", "size", "sha256", "room", "uploaded_by", "uploaded_at"]

    @admin.display(description=_("part of the system"), ordering="app")
    def room(self, stored: StoredFile) -> str:
        config = apps.app_configs.get(stored.app) or access.room_of(stored.app)
        return str(config.verbose_name) if config else ""


@admin.register(NumberSeries)
class NumberSeriesAdmin(HistoryAdmin):
    list_display = ["name", "code", "mark", "pattern"]
    search_fields = ["name", "code"]


@admin.register(DocumentNumber)
class DocumentNumberAdmin(ReadOnlyAdmin):
    list_display = ["text", "series", "subject", "day", "taken_by"]
    list_filter = ["series", "year"]
    search_fields = ["text", "subject"]
    date_hierarchy = "day"


@admin.register(ReportRun)
class ReportRunAdmin(ReadOnlyAdmin):
    list_display = ["report", "period", "version", "status", "progress", "requested_by", "requested_at"]
    list_filter = ["status", "report"]
    search_fields = ["report", "period"]
    date_hierarchy = "requested_at"
