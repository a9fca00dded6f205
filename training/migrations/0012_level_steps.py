"""What each level asks before the next one."""

from django.db import migrations

from training.reference import seed_steps


def forwards(apps, schema_editor):
    seed_steps(apps)


class Migration(migrations.Migration):
    dependencies = [("training", "0011_career_guards")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
