from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from baubau_pembinaan.core.admin import BaseAdmin
from outreach.models import Need


@admin.register(Need)
class NeedAdmin(BaseAdmin):
    """What people said stays; theme, kecamatan and contact can be mended, answers are given in the portal."""

    list_display = ["asked_on", "theme", "district", "source", "status", "is_held"]
    search_fields = ["text", "answer"]
    list_filter = ["status", "theme", "district", "is_held"]
    date_hierarchy = "asked_on"
    ordering = ["-asked_on", "-pk"]
    list_select_related = ["district"]
    fields = ["text", "theme", "district", "source", "name", "phone", "asked_on", "status", "outcome", "answer"]
    readonly_fields = ["text", "source", "asked_on", "status", "outcome", "answer"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the portal gives it its code
