"""What was changed about the stops of a mobile service stays readable."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("libraries", "0008_both_languages_and_stops")]

    operations = [AppendOnly("libraries.HistoricalMobileStop")]
