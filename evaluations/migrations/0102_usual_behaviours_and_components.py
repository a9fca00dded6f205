"""The usual behaviours of a friendly desk and the usual components of accreditation (data)."""

from django.db import migrations

from evaluations.reference_accreditation import seed_accreditation
from evaluations.reference_observation import seed_behaviours


def seed(apps, editor):
    seed_behaviours(apps)
    seed_accreditation(apps)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0101_observation_history_only_grows")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
