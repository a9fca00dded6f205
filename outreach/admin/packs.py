from django.contrib import admin

from baubau_pembinaan.core.admin import BaseTabularInline, HistoryAdmin
from outreach.models import PackItem, TopicPack


class ItemInline(BaseTabularInline):
    model = PackItem
    fields = ["order", "title", "shelf", "url"]


@admin.register(TopicPack)
class TopicPackAdmin(HistoryAdmin):
    list_display = ["title", "question", "place", "is_published"]
    search_fields = ["title", "title_en", "question"]
    list_filter = ["is_published"]
    ordering = ["-pk"]
    inlines = [ItemInline]
