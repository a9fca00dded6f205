"""Cupboards of the indicator register."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.admin import HistoryAdmin
from baubau_pembinaan.reports.measures import MEASURES
from baubau_pembinaan.reports.models import Indicator, IndicatorFigure


@admin.register(Indicator)
class IndicatorAdmin(HistoryAdmin):
    list_display = ["code", "name", "family", "unit", "source", "is_active"]
    search_fields = ["code", "name", "name_en"]
    list_filter = ["family", "is_active"]
    ordering = ["family", "order", "code"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        if db_field.name != "measure":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        counted = [(key, str(measure.label).capitalize()) for key, measure in MEASURES.items()]
        return forms.ChoiceField(
            label=db_field.verbose_name, required=False, choices=[("", _("Somebody types the figure")), *counted]
        )


@admin.register(IndicatorFigure)
class IndicatorFigureAdmin(HistoryAdmin):
    list_display = ["indicator", "which_year", "target", "value", "note"]
    list_select_related = ["indicator"]
    search_fields = ["indicator__code", "indicator__name", "note"]
    list_filter = ["year"]
    ordering = ["-year", "indicator__family", "indicator__order", "pk"]

    @admin.display(description=_("year"), ordering="year")
    def which_year(self, row: IndicatorFigure) -> str:
        return str(row.year)
