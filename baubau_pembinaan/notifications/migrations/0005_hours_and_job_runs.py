"""Mail that waits out the quiet hours, messages nobody needs any more, and one row a job for how it went last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_messengers")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="keeps_hours",
            field=models.BooleanField(
                default=False,
                help_text="Never leaves inside the quiet hours.",
                verbose_name="waits out the quiet hours",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("sending", "Being sent"),
                    ("sent", "Sent"),
                    ("failed", "Failed"),
                    ("dropped", "Not needed any more"),
                ],
                default="waiting",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.DeleteModel(name="JobRun"),
        migrations.CreateModel(
            name="JobRun",
            fields=[
                ("job", models.CharField(max_length=100, primary_key=True, serialize=False, verbose_name="job")),
                ("begun_at", models.DateTimeField(verbose_name="begun at")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                (
                    "trouble",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="The sort of error; empty: it went well.",
                        max_length=100,
                        verbose_name="last trouble",
                    ),
                ),
            ],
            options={
                "verbose_name": "job run",
                "verbose_name_plural": "job runs",
                "ordering": ["-begun_at", "pk"],
            },
        ),
    ]
