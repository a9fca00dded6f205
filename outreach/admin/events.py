from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.admin import BaseAdmin, BaseTabularInline, HistoryAdmin
from outreach.models import (
    Agreement,
    ConsentText,
    Event,
    EventQuestion,
    Facilitator,
    Partner,
    PartnerVisit,
    RegistrationPolicy,
)
from outreach.services.events import APPROVED_FIELDS, approve_event


class FacilitatorInline(BaseTabularInline):
    model = Facilitator
    fields = ["profile", "role"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(session=None).select_related("profile")

    # Of an event that stands, dates that have begun keep their crew: it changes on the staff page.
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_delete_permission(request, obj)


class QuestionInline(BaseTabularInline):
    model = EventQuestion
    fields = ["order", "text", "options", "is_required", "is_active"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(HistoryAdmin):
    list_display = ["title", "kind", "audience", "place", "status", "author"]
    search_fields = ["title", "title_en", "place"]
    list_filter = ["status", "kind", "audience"]
    ordering = ["-pk"]
    readonly_fields = ["status", "note", "rule", "author", "submitted_at", "approved_at", "approved_by", "published_at"]
    inlines = [FacilitatorInline, QuestionInline]
    actions = ["approve_selected"]

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    def get_readonly_fields(self, request: HttpRequest, obj: Event | None = None) -> Any:
        """Seats change with the dates' own, and what was approved with a yes: both on the staff page."""
        fields = list(super().get_readonly_fields(request, obj))
        if obj is not None:
            fields += ["capacity", "registration_mode"]
        if obj is not None and obj.is_agreed and not request.user.has_perm("outreach.approve_event"):
            fields += APPROVED_FIELDS
        return list(dict.fromkeys(fields))

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


@admin.register(RegistrationPolicy)
class RegistrationPolicyAdmin(HistoryAdmin):
    list_display = [
        "valid_from", "keep_days", "keep_guardian_days", "absences", "pause_days", "crowd", "crowd_seats", "crowd_day",
    ]  # fmt: skip
    search_fields = ["valid_from"]
    ordering = ["-valid_from", "pk"]
    date_hierarchy = "valid_from"


@admin.register(ConsentText)
class ConsentTextAdmin(BaseAdmin):
    """Words somebody agreed to never change; new words are a new version."""

    list_display = ["purpose", "version", "valid_from"]
    search_fields = ["text"]
    list_filter = ["purpose"]
    ordering = ["purpose", "-version", "pk"]

    def has_change_permission(self, request: HttpRequest, obj: ConsentText | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.is_used)

    def has_delete_permission(self, request: HttpRequest, obj: ConsentText | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_used)


@admin.register(Agreement)
class AgreementAdmin(HistoryAdmin):
    list_display = ["about", "partner", "number", "starts_on", "ends_on"]
    search_fields = ["about", "number", "partner__name"]
    date_hierarchy = "ends_on"
    ordering = ["-ends_on", "-pk"]


@admin.register(PartnerVisit)
class PartnerVisitAdmin(HistoryAdmin):
    list_display = ["day", "partner", "kind", "reached", "books_lent", "colleague"]
    search_fields = ["partner__name", "done", "learned"]
    list_filter = ["kind"]
    date_hierarchy = "day"
    ordering = ["-day", "-pk"]
    raw_id_fields = ["session"]
