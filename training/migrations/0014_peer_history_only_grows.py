"""History of peer libraries only grows."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("training", "0013_seat_offers_and_peer_libraries")]
    operations = [AppendOnly("training.HistoricalPeerLibrary")]
