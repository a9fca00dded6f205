"""Words held aside wait apart from their ratings; marks tell for a day which rows came through one connection."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


def held(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE,
        related_name=name,
        to="evaluations.heldbatch",
        verbose_name="batch",
    )


def random_id() -> models.UUIDField:
    return models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0102_usual_behaviours_and_components")]
    operations = [
        migrations.CreateModel(
            name="HeldComment",
            fields=[
                ("id", random_id()),
                ("text", models.TextField(max_length=2000, verbose_name="comment")),
                ("batch", held("comments")),
            ],
            options={"verbose_name": "comment held aside", "verbose_name_plural": "comments held aside"},
        ),
        migrations.CreateModel(
            name="HeldExtra",
            fields=[
                ("id", random_id()),
                ("value", models.SmallIntegerField(null=True, verbose_name="value")),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="text")),
                ("batch", held("extras")),
                (
                    "question",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evaluations.question",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to an own question held aside",
                "verbose_name_plural": "answers to own questions held aside",
            },
        ),
        migrations.CreateModel(
            name="OriginMark",
            fields=[
                ("row", models.UUIDField(editable=False, primary_key=True, serialize=False, verbose_name="row")),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[(1, "Answer"), (2, "Comment"), (3, "Answer to an own question")], verbose_name="kind"
                    ),
                ),
                ("day", models.DateField(verbose_name="local day")),
                ("origin", models.CharField(max_length=16, verbose_name="mark of the connection")),
                (
                    "period",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="evaluations.period",
                        verbose_name="period",
                    ),
                ),
            ],
            options={
                "verbose_name": "mark of a connection",
                "verbose_name_plural": "marks of connections",
                "indexes": [models.Index(fields=["period", "origin"], name="origin_mark_of_connection")],
            },
        ),
    ]
