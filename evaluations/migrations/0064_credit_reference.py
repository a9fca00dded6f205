"""The figures of angka kredit in force since 2023 (data)."""

from django.db import migrations

from evaluations.reference_credit import seed_credit


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0063_credit")]
    operations = [migrations.RunPython(lambda apps, schema_editor: seed_credit(apps), migrations.RunPython.noop)]
