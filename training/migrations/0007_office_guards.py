"""History of papers, costs, evaluations and the network only grows."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("training", "0006_office_and_network")]

    operations = [
        AppendOnly("training.HistoricalImpactReview"),
        AppendOnly("training.HistoricalSessionPaper"),
        AppendOnly("training.HistoricalSessionCost"),
        AppendOnly("training.HistoricalAssociation"),
        AppendOnly("training.HistoricalMembership"),
        AppendOnly("training.HistoricalConferenceReport"),
        AppendOnly("training.HistoricalPracticeNote"),
        AppendOnly("training.HistoricalPracticeComment"),
    ]
