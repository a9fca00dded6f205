"""The administrators' cupboards of the collection; files come in at the staff door."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.admin import BaseAdmin, ReadOnlyAdmin
from baubau_pembinaan.core.formats import angka
from collections_app.choices import Audience
from collections_app.identity import match_key
from collections_app.models import Item, Title, TitleName, TitleWord


@admin.register(Title)
class TitleAdmin(BaseAdmin):
    list_display = ["title", "publisher", "year", "isbn_text", "classification", "audience"]
    search_fields = ["title", "isbn"]
    list_filter = ["main_class", ("audience", admin.EmptyFieldListFilter), "audience", "origin"]
    ordering = ["title", "pk"]
    actions = ["for_children", "for_youth", "for_adults", "for_reference"]
    exclude = ["search", "words"]
    readonly_fields = ["origin", "added_on"]

    @admin.display(description="ISBN", ordering="isbn")
    def isbn_text(self, obj: Title) -> str:
        return obj.isbn_shown

    def _set_audience(self, request: HttpRequest, titles: QuerySet[Title], audience: Audience) -> None:
        """Of all chosen titles at once: a class or a search brings them together. Mirrored rows have no history."""
        count = Title.objects.filter(pk__in=titles.values("pk")).update(audience=audience)
        said = ngettext("%(n)s title is for: %(audience)s.", "%(n)s titles are for: %(audience)s.", count)
        self.message_user(request, said % {"n": angka(count), "audience": audience.label})

    @admin.action(description=_("They are for children"), permissions=["change"])
    def for_children(self, request: HttpRequest, queryset: QuerySet[Title]) -> None:
        self._set_audience(request, queryset, Audience.CHILDREN)

    @admin.action(description=_("They are for youth"), permissions=["change"])
    def for_youth(self, request: HttpRequest, queryset: QuerySet[Title]) -> None:
        self._set_audience(request, queryset, Audience.YOUTH)

    @admin.action(description=_("They are for adults"), permissions=["change"])
    def for_adults(self, request: HttpRequest, queryset: QuerySet[Title]) -> None:
        self._set_audience(request, queryset, Audience.ADULT)

    @admin.action(description=_("They are for reference"), permissions=["change"])
    def for_reference(self, request: HttpRequest, queryset: QuerySet[Title]) -> None:
        self._set_audience(request, queryset, Audience.REFERENCE)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("search", "words", "notes")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The names that files gave a title go with it, though nobody removes them one by one."""
        listed, counts, needed, protected = super().get_deleted_objects(objs, request)
        return listed, counts, needed - {TitleName._meta.verbose_name}, protected

    def save_model(self, request: HttpRequest, obj: Title, form: Any, change: bool) -> None:
        author = obj.contributors[0] if obj.contributors else obj.responsibility
        obj.match_key = match_key(obj.title, author, obj.year, obj.edition)
        super().save_model(request, obj, form, change)


@admin.register(TitleName)
class TitleNameAdmin(ReadOnlyAdmin):
    """Which title a record of a file was taken as; so the same file finds the same titles again."""

    list_display = ["title", "isbn", "match_key"]
    list_select_related = ["title"]
    search_fields = ["isbn", "title__title"]
    ordering = ["match_key", "isbn"]


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
