"""Histories of licences and weeding that only grow."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly

MODELS = ("DigitalResource", "WeedingLine", "WeedingList", "WeedingRule")


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0026_digital_and_weeding"), ("audit", "__first__")]

    operations = [AppendOnly(f"collections_app.Historical{name}") for name in MODELS]
