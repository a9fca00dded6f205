"""Titles and demands that stand: their keys and their words as they are made from now on."""

from django.db import migrations

from collections_app.identity import match_key

BATCH = 500


def renew(apps, schema_editor):
    titles = apps.get_model("collections_app", "Title").objects.only(
        "title", "contributors", "responsibility", "year", "edition", "match_key"
    )
    rows = []
    for title in titles.order_by("pk").iterator(chunk_size=BATCH):
        author = title.contributors[0] if title.contributors else title.responsibility
        title.match_key = match_key(title.title, author, title.year, title.edition)
        rows.append(title)
        if len(rows) >= BATCH:
            titles.bulk_update(rows, ["match_key"])  # every row: the trigger writes its words anew
            rows = []
    titles.bulk_update(rows, ["match_key"])
    demands = apps.get_model("collections_app", "Demand").objects.order_by("pk")
    for pk, title, author, before in demands.values_list("pk", "title", "author", "match_key").iterator():
        key = match_key(title, author, None, "")
        if key != before:
            demands.filter(pk=pk).update(match_key=key)


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0036_words_of_any_script")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
