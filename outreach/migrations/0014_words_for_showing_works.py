"""The words of consent to showing a work (outreach.reference)."""

from django.db import migrations

from outreach.reference import seed


class Migration(migrations.Migration):
    dependencies = [("outreach", "0013_standing_groups")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
