"""The words of the titles that stand already."""

from django.db import migrations

from collections_app.services.words import renew_words


def collect(apps, schema_editor):
    renew_words()


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0039_words_of_the_catalogue")]

    operations = [migrations.RunPython(collect, migrations.RunPython.noop)]
