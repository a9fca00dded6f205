from django.contrib import admin

from baubau_pembinaan.core.admin import BaseTabularInline, HistoryAdmin
from outreach.models import LearningOutcome, LessonPlan, Observation


class OutcomeInline(BaseTabularInline):
    """The outcomes to read; they are written with the questions on the plan's own page."""

    model = LearningOutcome
    fields = ["order", "text"]
    readonly_fields = ["order", "text"]
    can_delete = False
    max_num = 0


@admin.register(LessonPlan)
class LessonPlanAdmin(HistoryAdmin):
    list_display = ["title", "age_band", "minutes", "is_active"]
    search_fields = ["title", "title_en"]
    list_filter = ["age_band", "is_active"]
    ordering = ["title", "pk"]
    inlines = [OutcomeInline]


@admin.register(Observation)
class ObservationAdmin(HistoryAdmin):
    list_display = ["day", "teacher", "observer", "session"]
    list_select_related = ["teacher", "observer", "session__event"]
    search_fields = ["teacher__name", "observer__name"]
    date_hierarchy = "day"
    ordering = ["-day", "-pk"]
    raw_id_fields = ["session"]
