"""The usual topics of a reference desk (data)."""

from django.db import migrations

from evaluations.reference_tally import seed_topics


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0073_reference_tally")]
    operations = [migrations.RunPython(lambda apps, editor: seed_topics(apps), migrations.RunPython.noop)]
