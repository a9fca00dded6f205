"""The first promise of a complaint, the first judgement of its answer, forms that count once, measures that count themselves."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0108_code_is_used_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="complaint",
            name="first_satisfaction",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (1, "Not satisfied"),
                    (2, "Less satisfied"),
                    (3, "Satisfied with the answer"),
                    (4, "Very satisfied"),
                ],
                null=True,
                verbose_name="satisfaction with the first answer",
            ),
        ),
        migrations.AddField(
            model_name="complainthandling",
            name="promised_on",
            field=models.DateField(editable=False, null=True, verbose_name="first promised for"),
        ),
        migrations.AddField(
            model_name="complainthandling",
            name="reply_shown",
            field=models.BooleanField(default=False, verbose_name="the sender reads what the person named wrote"),
        ),
        migrations.AddField(
            model_name="historicalcomplainthandling",
            name="promised_on",
            field=models.DateField(editable=False, null=True, verbose_name="first promised for"),
        ),
        migrations.AddField(
            model_name="historicalcomplainthandling",
            name="reply_shown",
            field=models.BooleanField(default=False, verbose_name="the sender reads what the person named wrote"),
        ),
        migrations.AddField(
            model_name="historicalrepairticket",
            name="form_key",
            field=models.CharField(blank=True, editable=False, max_length=22),
        ),
        migrations.AddField(
            model_name="historicalrepairticket",
            name="version",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="version"),
        ),
        migrations.AddField(
            model_name="repairticket",
            name="form_key",
            field=models.CharField(blank=True, editable=False, max_length=22),
        ),
        migrations.AddField(
            model_name="repairticket",
            name="version",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="version"),
        ),
        migrations.AlterField(
            model_name="historicalservicestandard",
            name="measure",
            field=models.CharField(
                choices=[
                    ("manual", "Written down by hand"),
                    ("complaint_days", "Days to answer a complaint or question (median)"),
                    ("complaint_in_time", "Complaints and questions answered in time (%)"),
                    ("comment_days", "Days to see to a survey comment (median)"),
                    ("suggestion_days", "Days to a first word on a book suggestion (median)"),
                    ("visits", "Visits in the year"),
                    ("opening_kept", "Announced opening days with a daily count (%)"),
                    ("response_minutes", "Minutes for a question at the desk (median)"),
                ],
                default="manual",
                max_length=20,
                verbose_name="how it is measured",
            ),
        ),
        migrations.AlterField(
            model_name="servicestandard",
            name="measure",
            field=models.CharField(
                choices=[
                    ("manual", "Written down by hand"),
                    ("complaint_days", "Days to answer a complaint or question (median)"),
                    ("complaint_in_time", "Complaints and questions answered in time (%)"),
                    ("comment_days", "Days to see to a survey comment (median)"),
                    ("suggestion_days", "Days to a first word on a book suggestion (median)"),
                    ("visits", "Visits in the year"),
                    ("opening_kept", "Announced opening days with a daily count (%)"),
                    ("response_minutes", "Minutes for a question at the desk (median)"),
                ],
                default="manual",
                max_length=20,
                verbose_name="how it is measured",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_satisfaction", None),
                    models.Q(("first_satisfaction__in", [1, 2, 3, 4]), ("reopened_on__isnull", False)),
                    _connector="OR",
                ),
                name="first_satisfaction_is_of_a_reopened_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="repairticket",
            constraint=models.UniqueConstraint(
                condition=models.Q(("form_key", ""), _negated=True),
                fields=("form_key",),
                name="repair_form_counts_once",
            ),
        ),
    ]
