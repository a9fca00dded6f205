"""The indicators an installation starts with (data)."""

from django.db import migrations

from baubau_pembinaan.reports.reference import seed


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_guards")]
    operations = [migrations.RunPython(lambda apps, schema_editor: seed(apps), migrations.RunPython.noop)]
