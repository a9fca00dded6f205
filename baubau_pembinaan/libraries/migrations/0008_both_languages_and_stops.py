"""The whole register of services in both languages; where a mobile service halts."""

import django.db.models.deletion
import simple_history.models
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("libraries", "0007_channel_visits"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalservice",
            name="contact_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="contact, in English"),
        ),
        migrations.AddField(
            model_name="historicalservice",
            name="evaluation_en",
            field=models.TextField(blank=True, max_length=2000, verbose_name="evaluation of the service, in English"),
        ),
        migrations.AddField(
            model_name="historicalservice",
            name="facilities_en",
            field=models.TextField(blank=True, max_length=2000, verbose_name="facilities, in English"),
        ),
        migrations.AddField(
            model_name="historicalservice",
            name="guarantee_en",
            field=models.TextField(blank=True, max_length=2000, verbose_name="guarantee of the service, in English"),
        ),
        migrations.AddField(
            model_name="historicalservice",
            name="legal_basis_en",
            field=models.TextField(blank=True, max_length=3000, verbose_name="legal basis, in English"),
        ),
        migrations.AddField(
            model_name="historicalservice",
            name="security_en",
            field=models.TextField(
                blank=True, max_length=2000, verbose_name="guarantee of security and safety, in English"
            ),
        ),
        migrations.AddField(
            model_name="historicalservice",
            name="staff_competence_en",
            field=models.TextField(blank=True, max_length=2000, verbose_name="competence of the staff, in English"),
        ),
        migrations.AddField(
            model_name="historicalservice",
            name="supervision_en",
            field=models.TextField(blank=True, max_length=2000, verbose_name="internal supervision, in English"),
        ),
        migrations.AddField(
            model_name="service",
            name="contact_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="contact, in English"),
        ),
        migrations.AddField(
            model_name="service",
            name="evaluation_en",
            field=models.TextField(blank=True, max_length=2000, verbose_name="evaluation of the service, in English"),
        ),
        migrations.AddField(
            model_name="service",
            name="facilities_en",
            field=models.TextField(blank=True, max_length=2000, verbose_name="facilities, in English"),
        ),
        migrations.AddField(
            model_name="service",
            name="guarantee_en",
            field=models.TextField(blank=True, max_length=2000, verbose_name="guarantee of the service, in English"),
        ),
        migrations.AddField(
            model_name="service",
            name="legal_basis_en",
            field=models.TextField(blank=True, max_length=3000, verbose_name="legal basis, in English"),
        ),
        migrations.AddField(
            model_name="service",
            name="security_en",
            field=models.TextField(
                blank=True, max_length=2000, verbose_name="guarantee of security and safety, in English"
            ),
        ),
        migrations.AddField(
            model_name="service",
            name="staff_competence_en",
            field=models.TextField(blank=True, max_length=2000, verbose_name="competence of the staff, in English"),
        ),
        migrations.AddField(
            model_name="service",
            name="supervision_en",
            field=models.TextField(blank=True, max_length=2000, verbose_name="internal supervision, in English"),
        ),
        migrations.CreateModel(
            name="HistoricalMobileStop",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_user_name", models.CharField(blank=True, default="", max_length=150, verbose_name="by")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="day",
                    ),
                ),
                ("arrives", models.TimeField(verbose_name="arrives")),
                ("leaves", models.TimeField(verbose_name="leaves")),
                ("place", models.CharField(max_length=120, verbose_name="place of the stop")),
                (
                    "place_en",
                    models.CharField(blank=True, max_length=120, verbose_name="place of the stop, in English"),
                ),
                (
                    "history_user_id",
                    models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name="account"),
                ),
                ("history_change_reason", models.TextField(blank=True, null=True, verbose_name="reason")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="libraries.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "history: stop of a mobile service",
                "verbose_name_plural": "history: stop of a mobile service",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "default_permissions": (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MobileStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="day",
                    ),
                ),
                ("arrives", models.TimeField(verbose_name="arrives")),
                ("leaves", models.TimeField(verbose_name="leaves")),
                ("place", models.CharField(max_length=120, verbose_name="place of the stop")),
                (
                    "place_en",
                    models.CharField(blank=True, max_length=120, verbose_name="place of the stop, in English"),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stops",
                        to="libraries.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "stop of a mobile service",
                "verbose_name_plural": "stops of a mobile service",
                "ordering": ["weekday", "arrives", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("leaves__gt", models.F("arrives"))),
                        name="mobile_stop_leaves_after_it_arrives",
                        violation_error_message="It must leave after it arrives.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="mobile_stop_is_on_a_weekday_that_exists"
                    ),
                    models.UniqueConstraint(
                        fields=("service", "weekday", "arrives"), name="mobile_service_is_at_one_stop_at_a_time"
                    ),
                ],
            },
        ),
    ]
