"""The first words of consent (outreach.reference)."""

from django.db import migrations

from outreach.reference import seed


class Migration(migrations.Migration):
    dependencies = [("outreach", "0003_registering"), ("documents", "0001_initial")]
    operations = [
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
