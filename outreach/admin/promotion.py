from django.contrib import admin
from django.http import HttpRequest

from baubau_pembinaan.core.admin import BaseTabularInline, HistoryAdmin
from outreach.models import Campaign, Channel


class ChannelInline(BaseTabularInline):
    model = Channel
    fields = ["kind", "label", "code"]
    readonly_fields = ["code"]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False  # its code stands on paper


@admin.register(Campaign)
class CampaignAdmin(HistoryAdmin):
    list_display = ["title", "event", "starts_on", "ends_on"]
    search_fields = ["title", "event__title"]
    date_hierarchy = "starts_on"
    ordering = ["-starts_on", "-pk"]
    inlines = [ChannelInline]
