"""Handling of comments with its append-only history; batches of paper sheets."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_roles_and_positions"),
        ("evaluations", "0005_published_never_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalCommentHandling",
            fields=[
                ("history_user_name", models.CharField(blank=True, default="", max_length=150, verbose_name="by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for a decision"),
                            ("public", "Everybody"),
                            ("unit", "Only the unit"),
                            ("person", "Only the person named"),
                            ("removed", "Removed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="who may read it",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=250, verbose_name="reason")),
                ("names_shown", models.BooleanField(default=False, verbose_name="names of staff may be read")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("thanks", "Thanks"),
                            ("fix", "Something to mend"),
                            ("training", "Training of staff"),
                            ("book", "Book to buy"),
                            ("event", "Event to hold"),
                        ],
                        max_length=10,
                        verbose_name="what follows from it",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("finished_on", models.DateField(blank=True, null=True, verbose_name="finished on")),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="the library's answer")),
                ("reply", models.TextField(blank=True, max_length=2000, verbose_name="answer of the person named")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="version")),
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
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluations.comment",
                        verbose_name="comment",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.staffprofile",
                        verbose_name="seen to by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.staffprofile",
                        verbose_name="person named",
                    ),
                ),
            ],
            options={
                "verbose_name": "history: handling of a comment",
                "verbose_name_plural": "history: handling of a comment",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "default_permissions": (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PaperBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.BinaryField(max_length=32, unique=True, verbose_name="digest")),
                ("day", models.DateField(verbose_name="day of the sheets")),
                ("sheets", models.PositiveSmallIntegerField(verbose_name="sheets")),
                ("entered_on", models.DateField(verbose_name="typed in on")),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="typed in by",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_batches",
                        to="evaluations.period",
                        verbose_name="period",
                    ),
                ),
            ],
            options={
                "verbose_name": "batch of paper sheets",
                "verbose_name_plural": "batches of paper sheets",
                "ordering": ["-entered_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CommentHandling",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="handling",
                        serialize=False,
                        to="evaluations.comment",
                        verbose_name="comment",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for a decision"),
                            ("public", "Everybody"),
                            ("unit", "Only the unit"),
                            ("person", "Only the person named"),
                            ("removed", "Removed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="who may read it",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=250, verbose_name="reason")),
                ("shown", models.TextField(blank=True, max_length=4000, verbose_name="words as readers see them")),
                ("names_shown", models.BooleanField(default=False, verbose_name="names of staff may be read")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("thanks", "Thanks"),
                            ("fix", "Something to mend"),
                            ("training", "Training of staff"),
                            ("book", "Book to buy"),
                            ("event", "Event to hold"),
                        ],
                        max_length=10,
                        verbose_name="what follows from it",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("finished_on", models.DateField(blank=True, null=True, verbose_name="finished on")),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="the library's answer")),
                ("reply", models.TextField(blank=True, max_length=2000, verbose_name="answer of the person named")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="version")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.staffprofile",
                        verbose_name="seen to by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.staffprofile",
                        verbose_name="person named",
                    ),
                ),
            ],
            options={
                "verbose_name": "handling of a comment",
                "verbose_name_plural": "handling of comments",
                "permissions": [("moderate_comment", "Can decide who reads a comment and what follows from it")],
                "indexes": [models.Index(fields=["state"], name="comment_handling_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "person"), _negated=True), ("person__isnull", False), _connector="OR"
                        ),
                        name="comment_for_one_person_names_the_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "removed"), _negated=True), ("shown", ""), _connector="OR"
                        ),
                        name="removed_comment_keeps_no_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__isnull", True), ("owner__isnull", False), _connector="OR"),
                        name="comment_due_day_has_an_owner",
                    ),
                ],
            },
        ),
        AppendOnly("evaluations.HistoricalCommentHandling"),
    ]
