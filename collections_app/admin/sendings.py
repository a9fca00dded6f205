"""The cupboard of files handed to the catalogue system: written once, looked at here."""

from django.contrib import admin

from baubau_pembinaan.core.admin import ReadOnlyAdmin
from collections_app.models import CatalogueSending, SentCopy, SentTitle


@admin.register(CatalogueSending)
class CatalogueSendingAdmin(ReadOnlyAdmin):
    list_display = ["recipient", "system", "sent_at", "sent_by", "titles", "copies", "accepted", "again"]
    search_fields = ["recipient"]
    list_filter = ["system", "accepted"]
    list_select_related = ["sent_by"]
    date_hierarchy = "sent_at"
    ordering = ["-sent_at", "-pk"]


@admin.register(SentCopy)
class SentCopyAdmin(ReadOnlyAdmin):
    list_display = ["item", "sending", "with_title"]
    search_fields = ["item__code", "item__inventory_code", "sending__recipient"]
    list_filter = ["system"]
    list_select_related = ["item", "sending"]
    ordering = ["-pk"]


@admin.register(SentTitle)
class SentTitleAdmin(ReadOnlyAdmin):
    list_display = ["demand", "sending"]
    search_fields = ["demand__title", "demand__isbn", "sending__recipient"]
    list_filter = ["system"]
    list_select_related = ["demand", "sending"]
    ordering = ["-pk"]
