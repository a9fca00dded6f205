"""The administrators' cupboards of angka kredit: the regulation's figures, and official figures typed in."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from baubau_pembinaan.core.admin import HistoryAdmin
from evaluations.models import CreditFormula, CreditOpening


@admin.register(CreditFormula)
class CreditFormulaAdmin(HistoryAdmin):
    list_display = ["version", "valid_from", "source"]
    search_fields = ["version", "source"]

    def get_readonly_fields(self, request: HttpRequest, obj: CreditFormula | None = None) -> Any:
        """A formula on record stays as it is: a change is a new version with its own first day."""
        fields = list(super().get_readonly_fields(request, obj))
        return [*fields, "version", "valid_from", "levels", "percents"] if obj else fields

    def has_delete_permission(self, request: HttpRequest, obj: CreditFormula | None = None) -> bool:
        return False


@admin.register(CreditOpening)
class CreditOpeningAdmin(HistoryAdmin):
    list_display = ["profile", "level", "credit", "counted_until", "number"]
    list_select_related = ["profile"]
    search_fields = ["profile__name", "number"]
    list_filter = ["level"]
    ordering = ["profile__name", "pk"]
