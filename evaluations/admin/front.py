"""Behaviours and accreditation components are kept here; observations are looked at, never their words."""

from django.contrib import admin

from baubau_pembinaan.core.admin import BaseAdmin, BaseTabularInline, ReadOnlyAdmin
from evaluations.models import (
    AccreditationComponent,
    AccreditationEvidence,
    AccreditationRequirement,
    Behaviour,
    ServiceObservation,
)


@admin.register(Behaviour)
class BehaviourAdmin(BaseAdmin):
    list_display = ["title", "competence", "order", "is_active"]
    list_select_related = ["competence"]
    search_fields = ["title", "title_en", "code"]
    list_filter = ["is_active"]
    autocomplete_fields = ["competence"]
    ordering = ["order", "pk"]


@admin.register(ServiceObservation)
class ServiceObservationAdmin(ReadOnlyAdmin):
    list_display = ["observed_on", "relation", "state", "service_point"]
    list_select_related = ["service_point"]
    list_filter = ["relation", "state"]
    date_hierarchy = "observed_on"
    ordering = ["-observed_on", "-pk"]
    fields = ["observed_on", "relation", "state", "service_point", "written_on", "decided_on"]


class RequirementInline(BaseTabularInline):
    model = AccreditationRequirement


@admin.register(AccreditationComponent)
class AccreditationComponentAdmin(BaseAdmin):
    list_display = ["title", "weight", "order", "is_active"]
    search_fields = ["title", "title_en", "code"]
    list_filter = ["is_active"]
    ordering = ["order", "pk"]
    inlines = [RequirementInline]


@admin.register(AccreditationEvidence)
class AccreditationEvidenceAdmin(ReadOnlyAdmin):
    list_display = ["title", "requirement", "dated_on", "put_in_by"]
    list_select_related = ["requirement", "put_in_by"]
    search_fields = ["title"]
    list_filter = ["requirement__component"]
    date_hierarchy = "dated_on"
    ordering = ["-dated_on", "-pk"]
