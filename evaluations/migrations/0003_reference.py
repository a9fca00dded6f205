"""The SKM instrument, its formula and the respondent block (data)."""

from django.db import migrations

from evaluations.reference import seed


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0002_summary_functions")]
    operations = [migrations.RunPython(lambda apps, schema_editor: seed(apps), migrations.RunPython.noop)]
