"""History of training only grows."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial")]

    operations = [
        AppendOnly("training.HistoricalCompetenceFramework"),
        AppendOnly("training.HistoricalCompetenceGroup"),
        AppendOnly("training.HistoricalCompetence"),
        AppendOnly("training.HistoricalSubjectArea"),
        AppendOnly("training.HistoricalProgramme"),
        AppendOnly("training.HistoricalProgramme_competences"),
        AppendOnly("training.HistoricalMaterial"),
        AppendOnly("training.HistoricalSession"),
        AppendOnly("training.HistoricalMeeting"),
        AppendOnly("training.HistoricalEnrolment"),
        AppendOnly("training.HistoricalAttendance"),
        AppendOnly("training.HistoricalCertificate"),
        AppendOnly("training.HistoricalJpRate"),
        AppendOnly("training.HistoricalJpTarget"),
        AppendOnly("training.HistoricalJpEntry"),
        AppendOnly("training.HistoricalJpYear"),
    ]
