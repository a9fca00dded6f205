"""The cupboards of policy, weights and the selection committee."""

from django.contrib import admin

from baubau_pembinaan.core.admin import BaseAdmin, BaseTabularInline, HistoryAdmin, ReadOnlyAdmin
from collections_app.models import (
    BoardWeights,
    CollectionPolicy,
    CollectionTarget,
    DemandSignal,
    SelectionLine,
    SelectionSheet,
)


class TargetInline(BaseTabularInline):
    model = CollectionTarget
    fields = ["main_class", "audience", "share_percent"]


@admin.register(CollectionPolicy)
class CollectionPolicyAdmin(HistoryAdmin):
    list_display = ["name", "number", "adopted_on", "review_on"]
    search_fields = ["name", "number"]
    date_hierarchy = "adopted_on"
    ordering = ["-adopted_on", "-pk"]
    inlines = [TargetInline]


@admin.register(CollectionTarget)
class CollectionTargetAdmin(HistoryAdmin):
    list_display = ["policy", "main_class", "audience", "share_percent"]
    search_fields = ["policy__name"]
    list_filter = ["main_class", "audience"]
    list_select_related = ["policy"]
    ordering = ["-policy__adopted_on", "main_class", "audience", "pk"]


@admin.register(BoardWeights)
class BoardWeightsAdmin(HistoryAdmin):
    list_display = ["valid_from", "asker_points", "school_points", "signal_points", "class_points", "audience_points"]
    search_fields = ["valid_from"]
    date_hierarchy = "valid_from"
    ordering = ["-valid_from", "pk"]


@admin.register(DemandSignal)
class DemandSignalAdmin(BaseAdmin):
    list_display = ["label", "audience", "main_class", "steps", "until"]
    search_fields = ["label", "key"]
    list_filter = ["audience", "main_class"]
    date_hierarchy = "until"
    ordering = ["-until", "label", "pk"]


@admin.register(SelectionSheet)
class SelectionSheetAdmin(ReadOnlyAdmin, HistoryAdmin):
    list_display = ["number", "fund", "day", "decided_on"]
    search_fields = ["number__text"]
    list_select_related = ["number", "fund"]
    date_hierarchy = "day"
    ordering = ["-day", "-pk"]


@admin.register(SelectionLine)
class SelectionLineAdmin(ReadOnlyAdmin, HistoryAdmin):
    list_display = ["demand", "sheet", "position", "points", "decision"]
    search_fields = ["demand__title"]
    list_filter = ["decision"]
    list_select_related = ["demand", "sheet__number"]
    ordering = ["-pk"]
