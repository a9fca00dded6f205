"""The cupboards of digital resources and weeding."""

from django.contrib import admin

from baubau_pembinaan.core.admin import BaseAdmin, HistoryAdmin, ReadOnlyAdmin
from collections_app.models import DigitalResource, ResourceUse, WeedingLine, WeedingList, WeedingRule


@admin.register(DigitalResource)
class DigitalResourceAdmin(HistoryAdmin):
    list_display = ["name", "kind", "vendor", "starts_on", "ends_on", "is_public"]
    search_fields = ["name", "licence"]
    list_filter = ["kind", "is_public"]
    ordering = ["name", "pk"]


@admin.register(ResourceUse)
class ResourceUseAdmin(BaseAdmin):
    list_display = ["resource", "month", "uses"]
    search_fields = ["resource__name"]
    list_select_related = ["resource"]
    date_hierarchy = "month"
    ordering = ["-month", "-pk"]


@admin.register(WeedingRule)
class WeedingRuleAdmin(HistoryAdmin):
    list_display = ["name", "main_class", "older_than", "not_lent_for", "status", "spare_only", "is_active"]
    search_fields = ["name"]
    list_filter = ["is_active"]
    ordering = ["name", "pk"]


@admin.register(WeedingList)
class WeedingListAdmin(ReadOnlyAdmin, HistoryAdmin):
    list_display = ["rule", "day", "number", "decided_on"]
    search_fields = ["rule__name", "number__text"]
    list_select_related = ["rule", "number"]
    date_hierarchy = "day"
    ordering = ["-day", "-pk"]


@admin.register(WeedingLine)
class WeedingLineAdmin(ReadOnlyAdmin, HistoryAdmin):
    list_display = ["item", "weeding", "decision"]
    search_fields = ["item__code", "item__title__title"]
    list_filter = ["decision"]
    list_select_related = ["item", "weeding__rule"]
    ordering = ["-pk"]
