"""The history of number series only grows."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):

    dependencies = [("documents", "0001_initial")]

    operations = [AppendOnly("documents.HistoricalNumberSeries")]
