"""The cupboards of gifts, exchange and deposit: looked at, changed by the deeds of the staff door."""

from django.contrib import admin

from baubau_pembinaan.core.admin import HistoryAdmin, ReadOnlyAdmin
from collections_app.models import Gift, GiftLine


@admin.register(Gift)
class GiftAdmin(ReadOnlyAdmin, HistoryAdmin):
    list_display = ["giver", "source", "offered_on", "status", "thanks", "number"]
    search_fields = ["giver", "contact_name", "number__text"]
    list_filter = ["source", "status"]
    list_select_related = ["thanks", "number"]
    date_hierarchy = "offered_on"
    ordering = ["-offered_on", "-pk"]


@admin.register(GiftLine)
class GiftLineAdmin(ReadOnlyAdmin, HistoryAdmin):
    list_display = ["title", "gift", "copies", "decision"]
    search_fields = ["title", "isbn", "gift__giver"]
    list_filter = ["decision"]
    list_select_related = ["gift"]
    ordering = ["-pk"]
