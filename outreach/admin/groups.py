from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from baubau_pembinaan.core.admin import HistoryAdmin
from outreach.models import StandingGroup


@admin.register(StandingGroup)
class StandingGroupAdmin(HistoryAdmin):
    """Members and works have their own pages: they hold names of children."""

    list_display = ["event", "is_open", "is_published"]
    list_select_related = ["event"]
    search_fields = ["event__title", "event__title_en"]
    list_filter = ["is_open", "is_published"]
    ordering = ["event__title", "pk"]

    def has_delete_permission(self, request: HttpRequest, obj: StandingGroup | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.memberships.exists())

    def get_readonly_fields(self, request: HttpRequest, obj: StandingGroup | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        # A version of the past is all read-only already; a group keeps its event, whose dates its members come to.
        return fields if obj is None or fields else ["event"]
