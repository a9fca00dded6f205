"""Which JP ask for a proof, and how long a programme's certificate is valid."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("training", "0014_peer_history_only_grows")]

    operations = [
        migrations.AddField(
            model_name="historicaljpentry",
            name="needs_proof",
            field=models.BooleanField(
                default=True,
                editable=False,
                help_text="Off for what this library held itself: its own record is the proof.",
                verbose_name="asks for a proof",
            ),
        ),
        migrations.AddField(
            model_name="historicalprogramme",
            name="certificate_months",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Empty: it has no end.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)],
                verbose_name="certificate is valid for (months)",
            ),
        ),
        migrations.AddField(
            model_name="jpentry",
            name="needs_proof",
            field=models.BooleanField(
                default=True,
                editable=False,
                help_text="Off for what this library held itself: its own record is the proof.",
                verbose_name="asks for a proof",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="certificate_months",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Empty: it has no end.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)],
                verbose_name="certificate is valid for (months)",
            ),
        ),
    ]
