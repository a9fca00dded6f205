"""History of careers, mentoring and visits only grows."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("training", "0010_career_and_mentoring")]
    operations = [
        AppendOnly("training.HistoricalLevelStep"),
        AppendOnly("training.HistoricalCompetenceExam"),
        AppendOnly("training.HistoricalMentoringPair"),
        AppendOnly("training.HistoricalExchangeVisit"),
    ]
