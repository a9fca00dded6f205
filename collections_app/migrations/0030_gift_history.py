"""Histories of gifts that only grow."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0029_gifts"), ("audit", "__first__")]

    operations = [AppendOnly(f"collections_app.Historical{name}") for name in ("Gift", "GiftLine")]
