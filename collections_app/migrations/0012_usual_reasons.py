"""The usual reasons for declining a wish (collections_app.reference)."""

from django.db import migrations

from collections_app.reference import seed_reasons


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0011_demand_history")]

    operations = [migrations.RunPython(seed_reasons, migrations.RunPython.noop)]
