"""Which competence stands behind which unsur: read when a closing period proposes its follow-ups."""

from django.contrib import admin

from baubau_pembinaan.core.admin import BaseAdmin
from evaluations.models import UnsurCompetence


@admin.register(UnsurCompetence)
class UnsurCompetenceAdmin(BaseAdmin):
    list_display = ["unsur", "competence"]
    list_select_related = ["competence"]
    search_fields = ["competence__title", "competence__code"]
