"""The usual weeding rules and the number series of their minutes (collections_app.reference)."""

from django.db import migrations

from collections_app.reference import seed_weeding


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0027_weeding_history"), ("documents", "0001_initial")]
    operations = [migrations.RunPython(seed_weeding, migrations.RunPython.noop)]
