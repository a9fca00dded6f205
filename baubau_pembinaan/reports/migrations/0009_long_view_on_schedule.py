"""The long view joins the reports on schedule; what an office changed stays."""

from django.db import migrations

from baubau_pembinaan.reports.reference import seed_definitions


def add(apps, schema_editor):
    seed_definitions(apps)


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_counted_since")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
