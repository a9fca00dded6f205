from django.contrib import admin

from baubau_pembinaan.core.admin import BaseAdmin, HistoryAdmin, ReadOnlyAdmin
from collections_app.models import Demand, RefusalReason, Suggestion, SuggestionPartner


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


@admin.register(SuggestionPartner)
class SuggestionPartnerAdmin(HistoryAdmin):
    """Facts and limits are kept here too; links are made and revoked in the portal."""

    list_display = ["name", "contact_name", "most", "period_days", "ends_on", "revoked_on"]
    readonly_fields = ["revoked_on"]
    search_fields = ["name", "contact_name"]
    ordering = ["name", "pk"]
