"""A history of demands that only grows."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0010_suggestions"), ("audit", "__first__")]

    operations = [AppendOnly("collections_app.HistoricalDemand")]
