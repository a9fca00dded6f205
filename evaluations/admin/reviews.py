"""The administrators' cupboards of the reviews: cycles are prepared here, reviews show how far they are and no text."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from baubau_pembinaan.core.admin import BaseTabularInline, HistoryAdmin, ReadOnlyAdmin
from evaluations.models import (
    InternalCriterion,
    PlanTemplate,
    Review,
    ReviewCycle,
    TemplateExpectation,
    TemplateResult,
)


class CriterionInline(BaseTabularInline):
    """The criteria are written while the cycle is prepared; a cycle that runs keeps them."""

    model = InternalCriterion
    extra = 0

    def _open(self, obj: ReviewCycle | None) -> bool:
        return obj is None or obj.is_draft

    def has_add_permission(self, request: HttpRequest, obj: ReviewCycle | None = None) -> bool:
        return super().has_add_permission(request, obj) and self._open(obj)

    def has_change_permission(self, request: HttpRequest, obj: ReviewCycle | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._open(obj)

    def has_delete_permission(self, request: HttpRequest, obj: ReviewCycle | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._open(obj)


@admin.register(ReviewCycle)
class ReviewCycleAdmin(HistoryAdmin):
    list_display = ["year", "status", "rhythm", "starts_on", "ends_on"]
    search_fields = ["year"]
    list_filter = ["status"]
    ordering = ["-year"]
    readonly_fields = ["status", "internal_formula"]
    inlines = [CriterionInline]

    def get_readonly_fields(self, request: HttpRequest, obj: ReviewCycle | None = None) -> Any:
        """What the reviews were made from stays once they are made, and who reads what people write in them; deadlines
        may still move while the cycle runs."""
        fields = list(super().get_readonly_fields(request, obj))
        if obj is None or obj.is_draft:
            return fields
        return [*fields, "year", "starts_on", "ends_on", "rhythm", "notes_shown", "admin_reads_text"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)


class TemplateResultInline(BaseTabularInline):
    model = TemplateResult
    extra = 1


class TemplateExpectationInline(BaseTabularInline):
    model = TemplateExpectation
    extra = 0


@admin.register(PlanTemplate)
class PlanTemplateAdmin(HistoryAdmin):
    """Plans to begin with; what somebody took from one is theirs and does not change with it."""

    list_display = ["title", "position", "unit", "is_active"]
    search_fields = ["title"]
    list_filter = ["is_active"]
    list_select_related = ["position", "unit"]
    ordering = ["title", "pk"]
    inlines = [TemplateResultInline, TemplateExpectationInline]


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["person", "cycle", "unit", "stage", "assigned_supervisor"]
    search_fields = ["person__name"]
    list_filter = ["cycle", "stage"]
    ordering = ["-cycle__year", "person__name", "pk"]
    fields = [
        "cycle",
        "person",
        "unit",
        "assigned_supervisor",
        "stage",
        "agreed_on",
        "self_on",
        "rated_on",
        "released_on",
        "closed_on",
    ]
