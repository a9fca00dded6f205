"""Cupboards of the competence frameworks."""

from django.contrib import admin

from baubau_pembinaan.core.admin import BaseTabularInline, HistoryAdmin
from training.models import Competence, CompetenceFramework, CompetenceGroup


class GroupInline(BaseTabularInline):
    model = CompetenceGroup
    fields = ["code", "title", "title_en", "order"]


@admin.register(CompetenceFramework)
class CompetenceFrameworkAdmin(HistoryAdmin):
    list_display = ["title", "code", "version", "is_active"]
    search_fields = ["title", "title_en", "code"]
    list_filter = ["is_active"]
    ordering = ["title", "pk"]
    inlines = [GroupInline]


@admin.register(CompetenceGroup)
class CompetenceGroupAdmin(HistoryAdmin):
    list_display = ["title", "code", "framework", "order"]
    search_fields = ["title", "title_en", "code", "framework__title"]
    list_filter = ["framework"]
    ordering = ["framework__title", "order", "pk"]


@admin.register(Competence)
class CompetenceAdmin(HistoryAdmin):
    list_display = ["code", "title", "group", "level", "is_active"]
    search_fields = ["code", "title", "title_en"]
    list_filter = ["group__framework", "level", "is_active"]
    ordering = ["code", "pk"]
