"""Number series of the office papers (outreach.reference)."""

from django.db import migrations

from outreach.reference import seed


class Migration(migrations.Migration):
    dependencies = [("outreach", "0005_attendance"), ("documents", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
