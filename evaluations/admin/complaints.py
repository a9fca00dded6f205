"""Categories are kept here; complaints are looked at, never their senders' names and words."""

from django.contrib import admin

from baubau_pembinaan.core.admin import BaseTabularInline, HistoryAdmin, ReadOnlyAdmin
from evaluations.models import (
    Complaint,
    ComplaintCategory,
    ComplaintHandling,
    Procedure,
    RepairTicket,
    ServiceStandard,
    StandardValue,
)


@admin.register(ComplaintCategory)
class ComplaintCategoryAdmin(HistoryAdmin):
    list_display = ["name", "unit", "days", "is_active"]
    list_select_related = ["unit"]
    search_fields = ["name", "name_en", "code"]
    list_filter = ["is_active"]
    ordering = ["order", "pk"]


@admin.register(Complaint)
class ComplaintAdmin(ReadOnlyAdmin):
    list_display = ["kind", "channel", "service_point", "received_on"]
    list_select_related = ["service_point"]
    list_filter = ["kind", "channel"]
    date_hierarchy = "received_on"
    ordering = ["-received_on", "pk"]
    fields = ["kind", "channel", "service_point", "received_on", "reopened_on", "satisfaction"]


@admin.register(ComplaintHandling)
class ComplaintHandlingAdmin(ReadOnlyAdmin):
    list_display = ["category", "status", "owner", "due_on", "answered_on"]
    list_select_related = ["category", "owner"]
    list_filter = ["status", "category"]
    ordering = ["-due_on", "pk"]
    fields = ["category", "status", "unit", "owner", "due_on", "answered_on", "first_answered_on"]


@admin.register(RepairTicket)
class RepairTicketAdmin(ReadOnlyAdmin):
    list_display = ["place", "status", "owner", "due_on", "ended_on", "cost_idr"]
    list_select_related = ["owner"]
    search_fields = ["place", "fault"]
    list_filter = ["status"]
    date_hierarchy = "reported_on"
    ordering = ["-reported_on", "-pk"]


class StandardValueInline(BaseTabularInline):
    model = StandardValue


@admin.register(ServiceStandard)
class ServiceStandardAdmin(HistoryAdmin):
    list_display = ["promise", "service", "measure", "target", "unit", "is_active"]
    list_select_related = ["service"]
    search_fields = ["promise"]
    list_filter = ["measure", "is_active"]
    ordering = ["pk"]
    inlines = [StandardValueInline]


@admin.register(Procedure)
class ProcedureAdmin(ReadOnlyAdmin):
    list_display = ["title", "number", "kind", "unit", "valid_from", "review_on", "retired_on"]
    list_select_related = ["unit"]
    search_fields = ["title", "number"]
    list_filter = ["kind"]
    ordering = ["title", "pk"]
