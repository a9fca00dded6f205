"""Second version of the words of consent: they say where the term stands (outreach.reference)."""

from django.db import migrations

from outreach.reference import seed


class Migration(migrations.Migration):
    dependencies = [("outreach", "0024_consents_for_whom_and_told_in_person")]
    operations = [
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
