"""The eight kecamatan and 43 kelurahan of Baubau."""

from django.db import migrations

from baubau_pembinaan.libraries import reference


def fill(apps, schema_editor):
    reference.seed(apps)


class Migration(migrations.Migration):

    dependencies = [("libraries", "0002_guards")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
