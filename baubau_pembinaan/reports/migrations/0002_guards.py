"""Histories that only grow."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_indicators"), ("audit", "__first__")]

    operations = [AppendOnly("reports.HistoricalIndicator"), AppendOnly("reports.HistoricalIndicatorFigure")]
