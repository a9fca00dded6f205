"""The archive, read only: versions are made by the builder and never changed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.admin import ReadOnlyAdmin
from baubau_pembinaan.core.html import format_html
from baubau_pembinaan.reports.models import Edition


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ["title_said", "period", "version", "person", "unit", "made_at"]
    search_fields = ["title", "period", "content_sha256"]
    list_filter = ["language"]
    date_hierarchy = "made_at"
    ordering = ["-made_at", "-pk"]

    @admin.display(description=_("title"), ordering="title")
    def title_said(self, edition: Edition) -> str:
        """In the language of the edition, and said to be."""
        return format_html('<span lang="{}">{}</span>', edition.language, edition.title)
