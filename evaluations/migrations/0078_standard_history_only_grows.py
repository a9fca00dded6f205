"""What was promised, reached and put on the shelf cannot be rewritten."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0077_standards_and_procedures")]
    operations = [
        AppendOnly("evaluations.HistoricalServiceStandard"),
        AppendOnly("evaluations.HistoricalStandardValue"),
        AppendOnly("evaluations.HistoricalProcedure"),
    ]
