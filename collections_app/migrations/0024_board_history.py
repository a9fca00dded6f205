"""Histories of policy and selection that only grow."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly

MODELS = ("BoardWeights", "CollectionPolicy", "CollectionTarget", "SelectionLine", "SelectionSheet")


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0023_board_and_policy"), ("audit", "__first__")]

    operations = [AppendOnly(f"collections_app.Historical{name}") for name in MODELS]
