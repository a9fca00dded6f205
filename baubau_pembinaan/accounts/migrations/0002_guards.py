"""History of people and posts only grows."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        AppendOnly("accounts.HistoricalUser"),
        AppendOnly("accounts.HistoricalUser_groups"),
        AppendOnly("accounts.HistoricalPosition"),
        AppendOnly("accounts.HistoricalStaffProfile"),
        AppendOnly("accounts.HistoricalAppointment"),
        AppendOnly("accounts.HistoricalDelegation"),
    ]
