"""History of partners that only grows."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0033_partners_and_mail"), ("audit", "__first__")]

    operations = [AppendOnly("collections_app.HistoricalSuggestionPartner")]
