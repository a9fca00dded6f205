from django.contrib import admin

from baubau_pembinaan.core.admin import BaseAdmin, ReadOnlyAdmin
from collections_app.models import Demand, RefusalReason, Suggestion


@admin.register(RefusalReason)
class RefusalReasonAdmin(BaseAdmin):
    list_display = ["text", "is_active"]
    search_fields = ["text", "code"]
    list_filter = ["is_active"]
    ordering = ["order", "pk"]


@admin.register(Demand)
class DemandAdmin(ReadOnlyAdmin):
    """Looked at here; decided on in the portal, where its history stands."""

    list_display = ["title", "author", "isbn", "status", "status_on"]
    search_fields = ["title", "author", "isbn"]
    list_filter = ["status", "audience"]
    ordering = ["-status_on", "-pk"]


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnlyAdmin):
    list_display = ["code", "demand", "asked_on"]
    search_fields = ["code", "demand__title"]
    date_hierarchy = "asked_on"
    ordering = ["-asked_on", "-pk"]
