"""What was changed about services and announcements stays readable."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):

    dependencies = [("libraries", "0004_services_and_announcements")]

    operations = [
        AppendOnly("libraries.HistoricalService"),
        AppendOnly("libraries.HistoricalServiceHours"),
        AppendOnly("libraries.HistoricalAnnouncement"),
    ]
