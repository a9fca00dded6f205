"""How often a run was taken up."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_zip_files")]

    operations = [
        migrations.AddField(
            model_name="reportrun",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="attempts"),
        ),
    ]
