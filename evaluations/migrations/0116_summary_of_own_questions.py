"""Own questions have a summary of their own; words beside the occupation "other" stand among their answers."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0115_standards_in_both_languages"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExtraState",
            fields=[
                (
                    "period",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="evaluations.period",
                        verbose_name="period",
                    ),
                ),
                ("is_stale", models.BooleanField(default=True, verbose_name="stale")),
            ],
            options={
                "verbose_name": "state of the summary of own questions",
                "verbose_name_plural": "states of the summary of own questions",
            },
        ),
        migrations.CreateModel(
            name="ExtraSummary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.SmallIntegerField(null=True, verbose_name="value")),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="words")),
                ("n", models.IntegerField(verbose_name="answers")),
            ],
            options={
                "verbose_name": "summary row of an own question",
                "verbose_name_plural": "summary rows of own questions",
            },
        ),
        migrations.AlterField(
            model_name="extraanswer",
            name="question",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="evaluations.question",
                verbose_name="question",
            ),
        ),
        migrations.AlterField(
            model_name="heldextra",
            name="question",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="evaluations.question",
                verbose_name="question",
            ),
        ),
        migrations.AddIndex(
            model_name="extraanswer",
            index=models.Index(
                condition=models.Q(("value__isnull", True)),
                fields=["period", "question", "id"],
                name="extra_answer_texts",
            ),
        ),
        migrations.AddConstraint(
            model_name="extraanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("question__isnull", False), ("value__isnull", True), _connector="OR"),
                name="extra_answer_without_question_is_words",
            ),
        ),
        migrations.AddField(
            model_name="extrasummary",
            name="period",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="evaluations.period",
                verbose_name="period",
            ),
        ),
        migrations.AddField(
            model_name="extrasummary",
            name="question",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="evaluations.question",
                verbose_name="question",
            ),
        ),
        migrations.AddConstraint(
            model_name="extrasummary",
            constraint=models.UniqueConstraint(
                fields=("period", "question", "value", "words"),
                name="extra_summary_has_one_row_per_answer",
                nulls_distinct=False,
            ),
        ),
    ]
