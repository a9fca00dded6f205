"""Who planned and ended a repair, and what it cost, cannot be rewritten."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0075_repair_tickets")]
    operations = [AppendOnly("evaluations.HistoricalRepairTicket")]
