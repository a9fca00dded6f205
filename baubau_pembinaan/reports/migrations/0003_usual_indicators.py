"""The indicators an installation starts with (data)."""

from django.db import migrations

from baubau_pembinaan.reports.reference import seed_indicators


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_guards")]
    operations = [migrations.RunPython(lambda apps, schema_editor: seed_indicators(apps), migrations.RunPython.noop)]
