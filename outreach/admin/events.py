from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.admin import BaseTabularInline, HistoryAdmin
from outreach.models import Event, Facilitator, Partner
from outreach.services.events import approve_event


class FacilitatorInline(BaseTabularInline):
    model = Facilitator
    fields = ["profile", "role"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(session=None).select_related("profile")


@admin.register(Event)
class EventAdmin(HistoryAdmin):
    list_display = ["title", "kind", "audience", "place", "status", "author"]
    search_fields = ["title", "title_en", "place"]
    list_filter = ["status", "kind", "audience"]
    ordering = ["-pk"]
    readonly_fields = ["status", "note", "rule", "author", "submitted_at", "approved_at", "approved_by", "published_at"]
    inlines = [FacilitatorInline]
    actions = ["approve_selected"]

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    @admin.action(description=_("Approve the selected events"), permissions=["change"])
    def approve_selected(self, request: HttpRequest, queryset: Any) -> None:
        if not request.user.has_perm("outreach.approve_event"):
            self.message_user(request, _("You may not approve events."), messages.ERROR)
            return
        for event in queryset.order_by("pk"):
            try:
                approve_event(event=event, by=request.user, at=timezone.now())
            except ValidationError as refusal:
                self.message_user(request, f"{event}: {' '.join(refusal.messages)}", messages.ERROR)
            else:
                self.message_user(request, _("%(event)s is approved.") % {"event": event}, messages.SUCCESS)


@admin.register(Partner)
class PartnerAdmin(HistoryAdmin):
    list_display = ["name", "kind", "npsn", "village", "contact_name", "is_active"]
    search_fields = ["name", "npsn", "contact_name"]
    list_filter = ["kind", "is_active"]
    ordering = ["name", "pk"]
