"""The number series of reading certificates (outreach.reference)."""

from django.db import migrations

from outreach.reference import seed


class Migration(migrations.Migration):
    dependencies = [("outreach", "0009_reading_challenges")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
