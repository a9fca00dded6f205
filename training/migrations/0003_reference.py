"""Subject areas, the seven groups of SKKNI 2019, JP rates and targets, the row of certificate numbers."""

from django.db import migrations

from training.reference import seed


def forwards(apps, schema_editor):
    seed(apps)


class Migration(migrations.Migration):
    dependencies = [("training", "0002_guards"), ("documents", "0002_guards")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
