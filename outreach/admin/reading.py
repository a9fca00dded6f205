from django.contrib import admin
from django.http import HttpRequest

from baubau_pembinaan.core.admin import BaseTabularInline, HistoryAdmin
from outreach.models import ChallengeBadge, ChallengeGoal, ReadingChallenge


class GoalInline(BaseTabularInline):
    model = ChallengeGoal
    fields = ["age_band", "books", "minutes", "activities"]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False  # readers of that age may take part; the portal removes a goal nobody uses


class BadgeInline(BaseTabularInline):
    model = ChallengeBadge
    fields = ["name", "name_en", "measure", "amount"]


@admin.register(ReadingChallenge)
class ReadingChallengeAdmin(HistoryAdmin):
    list_display = ["title", "starts_on", "ends_on", "is_published"]
    search_fields = ["title", "title_en"]
    list_filter = ["is_published"]
    date_hierarchy = "starts_on"
    ordering = ["-starts_on", "-pk"]
    inlines = [GoalInline, BadgeInline]
