"""History of assessments and plans only grows."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("training", "0004_plans")]

    operations = [
        AppendOnly("training.HistoricalPositionRequirement"),
        AppendOnly("training.HistoricalAssessment"),
        AppendOnly("training.HistoricalDevelopmentPlan"),
        AppendOnly("training.HistoricalPlanItem"),
        AppendOnly("training.HistoricalAnnualPlan"),
        AppendOnly("training.HistoricalAnnualLine"),
    ]
