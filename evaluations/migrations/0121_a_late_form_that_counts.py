"""A form refused as late is remembered as such, so that it counts when it comes again after a reopening."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0120_a_start_taken_back")]

    operations = [
        migrations.AddField(
            model_name="submissionkey",
            name="counts",
            field=models.BooleanField(db_default=True, default=True, verbose_name="is counted"),
        ),
    ]
