"""What was observed and put into a folder cannot be rewritten."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0100_observations_and_accreditation")]
    operations = [
        AppendOnly("evaluations.HistoricalServiceObservation"),
        AppendOnly("evaluations.HistoricalAccreditationEvidence"),
    ]
