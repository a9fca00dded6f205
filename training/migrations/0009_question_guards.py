"""History of test questions only grows."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("training", "0008_tests_before_and_after")]
    operations = [AppendOnly("training.HistoricalTestQuestion")]
