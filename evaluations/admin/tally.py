"""Topics of the reference desk are kept here; what was ticked off is looked at."""

from django.contrib import admin

from baubau_pembinaan.core.admin import BaseAdmin, ReadOnlyAdmin
from evaluations.models import ReferenceTally, ReferenceTopic


@admin.register(ReferenceTopic)
class ReferenceTopicAdmin(BaseAdmin):
    list_display = ["name", "order", "is_active"]
    search_fields = ["name", "name_en", "code"]
    list_filter = ["is_active"]
    ordering = ["order", "pk"]


@admin.register(ReferenceTally)
class ReferenceTallyAdmin(ReadOnlyAdmin):
    list_display = ["day", "topic", "channel", "result", "minutes", "staff"]
    list_select_related = ["topic", "staff"]
    list_filter = ["result", "channel", "topic"]
    date_hierarchy = "day"
    ordering = ["-day", "-pk"]
    fields = ["day", "topic", "channel", "result", "minutes", "service_point", "staff", "demand"]
