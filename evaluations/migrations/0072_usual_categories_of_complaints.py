"""The usual categories of complaints (data)."""

from django.db import migrations

from evaluations.reference_complaints import seed_categories


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0071_complaint_history_only_grows")]
    operations = [migrations.RunPython(lambda apps, editor: seed_categories(apps), migrations.RunPython.noop)]
