"""The history of reminder rules and hours only grows."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):

    dependencies = [("notifications", "0002_reminders")]

    operations = [
        AppendOnly("notifications.HistoricalReminderRule"),
        AppendOnly("notifications.HistoricalReminderHours"),
    ]
