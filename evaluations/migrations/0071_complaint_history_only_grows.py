"""What staff did with a complaint cannot be rewritten."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0070_complaints")]
    operations = [
        AppendOnly("evaluations.HistoricalComplaintHandling"),
        AppendOnly("evaluations.HistoricalComplaintCategory"),
    ]
