"""Histories that only grow."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_schedule")]

    operations = [AppendOnly("reports.HistoricalDefinition"), AppendOnly("reports.HistoricalDefinition_recipients")]
