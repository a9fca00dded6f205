"""The number series of selection sheets (collections_app.reference)."""

from django.db import migrations

from collections_app.reference import seed


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0024_board_history"), ("documents", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
