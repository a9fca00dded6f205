"""Indicators that the desks and other rooms count by now (data)."""

from django.db import migrations

from baubau_pembinaan.reports.reference import count_more


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_usual_reports")]
    operations = [migrations.RunPython(lambda apps, schema_editor: count_more(apps), migrations.RunPython.noop)]
