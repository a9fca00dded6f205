"""History only grows; the tree of units stays a tree."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly, NoCycle


class Migration(migrations.Migration):

    dependencies = [("libraries", "0001_initial")]

    operations = [
        AppendOnly("libraries.HistoricalLibrary"),
        AppendOnly("libraries.HistoricalUnit"),
        AppendOnly("libraries.HistoricalServicePoint"),
        AppendOnly("libraries.HistoricalHoliday"),
        AppendOnly("libraries.HistoricalSignatory"),
        AppendOnly("libraries.HistoricalSignatory_units"),
        AppendOnly("libraries.HistoricalSwitch"),
        NoCycle("libraries.Unit", "parent"),
    ]
