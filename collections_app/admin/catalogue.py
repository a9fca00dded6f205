"""The administrators' cupboards of the collection; files come in at the staff door."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from baubau_pembinaan.core.admin import BaseAdmin, ReadOnlyAdmin
from collections_app.identity import match_key
from collections_app.models import Item, Title, TitleWord


@admin.register(Title)
class TitleAdmin(BaseAdmin):
    list_display = ["title", "publisher", "year", "isbn_text", "classification", "audience"]
    search_fields = ["title", "isbn"]
    list_filter = ["audience", "origin"]
    ordering = ["title", "pk"]
    exclude = ["search", "words"]
    readonly_fields = ["origin", "added_on"]

    @admin.display(description="ISBN", ordering="isbn")
    def isbn_text(self, obj: Title) -> str:
        return obj.isbn_shown

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("search", "words", "notes")

    def save_model(self, request: HttpRequest, obj: Title, form: Any, change: bool) -> None:
        author = obj.contributors[0] if obj.contributors else obj.responsibility
        obj.match_key = match_key(obj.title, author, obj.year, obj.edition)
        super().save_model(request, obj, form, change)


@admin.register(TitleWord)
class TitleWordAdmin(ReadOnlyAdmin):
    """What misspelt searches are put right by; made from the titles every night and with each import."""

    list_display = ["word"]
    search_fields = ["word"]
    ordering = ["word"]


@admin.register(Item)
class ItemAdmin(BaseAdmin):
    list_display = ["code", "title", "inventory_code", "location", "status", "source"]
    search_fields = ["code", "inventory_code"]
    list_filter = ["status", "source"]
    list_select_related = ["title"]
    autocomplete_fields = ["title"]
    ordering = ["code", "pk"]
