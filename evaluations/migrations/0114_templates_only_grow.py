"""The history of the templates cannot be rewritten."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0113_plan_templates")]
    operations = [
        AppendOnly("evaluations.HistoricalPlanTemplate"),
        AppendOnly("evaluations.HistoricalTemplateResult"),
        AppendOnly("evaluations.HistoricalTemplateExpectation"),
    ]
