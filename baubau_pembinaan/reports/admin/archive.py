"""The archive, read only: versions are made by the builder and never changed."""

from django.contrib import admin

from baubau_pembinaan.core.admin import ReadOnlyAdmin
from baubau_pembinaan.reports.models import Edition


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ["title", "period", "version", "person", "unit", "made_at"]
    search_fields = ["title", "period", "content_sha256"]
    list_filter = ["language"]
    date_hierarchy = "made_at"
    ordering = ["-made_at", "-pk"]
