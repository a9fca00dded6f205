"""The number series of thank-you letters (collections_app.reference)."""

from django.db import migrations

from collections_app.reference import seed_gifts


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0030_gift_history"), ("documents", "0001_initial")]
    operations = [migrations.RunPython(seed_gifts, migrations.RunPython.noop)]
