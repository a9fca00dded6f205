"""Cupboards of requirements, assessments and plans. What two people agreed on is only read here."""

from django.contrib import admin

from baubau_pembinaan.core.admin import HistoryAdmin, ReadOnlyAdmin
from training.models import AnnualPlan, Assessment, DevelopmentPlan, PositionRequirement


@admin.register(PositionRequirement)
class PositionRequirementAdmin(HistoryAdmin):
    list_display = ["position", "competence", "required_level"]
    search_fields = ["position__name", "competence__code", "competence__title"]
    list_filter = ["position", "required_level"]
    ordering = ["position__order", "position__name", "competence__code", "pk"]


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ["profile", "competence", "year", "self_level", "leader_level"]
    search_fields = ["profile__name", "competence__code", "competence__title"]
    list_filter = ["year"]
    ordering = ["-year", "profile__name", "competence__code", "pk"]


@admin.register(DevelopmentPlan)
class DevelopmentPlanAdmin(ReadOnlyAdmin):
    list_display = ["profile", "year", "status", "agreed_at"]
    search_fields = ["profile__name"]
    list_filter = ["year", "status"]
    ordering = ["-year", "profile__name", "pk"]


@admin.register(AnnualPlan)
class AnnualPlanAdmin(ReadOnlyAdmin):
    list_display = ["year", "status", "decided_at", "decided_by"]
    search_fields = ["year"]
    list_filter = ["status"]
    ordering = ["-year"]
