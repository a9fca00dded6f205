"""The key of the name of each title that a gift is still to bring: a demand for it leaves the basket."""

from django.db import migrations

from collections_app.identity import match_key


def give_keys(apps, schema_editor):
    lines = apps.get_model("collections_app", "GiftLine").objects.filter(gift__status__in=["offered", "accepted"])
    for line in lines.order_by("pk").iterator():
        line.match_key = match_key(line.title, line.author, None, "")
        line.save(update_fields=["match_key"])


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0046_corrections_class_and_year")]

    operations = [migrations.RunPython(give_keys, migrations.RunPython.noop, elidable=True)]
