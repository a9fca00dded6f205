"""The reports every office makes (data)."""

from django.db import migrations

from baubau_pembinaan.reports.reference import seed_definitions


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_schedule_history")]
    operations = [migrations.RunPython(lambda apps, schema_editor: seed_definitions(apps), migrations.RunPython.noop)]
