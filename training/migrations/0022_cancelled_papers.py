"""A paper with a slip in it can be cancelled with a reason; it stays in the list, marked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("training", "0021_numbered_papers_stand")]

    operations = [
        migrations.AddField(
            model_name=name,
            name=field,
            field=kind,
        )
        for name in ("historicalsessionpaper", "sessionpaper")
        for field, kind in (
            (
                "cancel_reason",
                models.CharField(blank=True, editable=False, max_length=300, verbose_name="why it was cancelled"),
            ),
            ("cancelled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="cancelled on")),
        )
    ] + [
        migrations.AddConstraint(
            model_name="sessionpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("cancelled_on", None), models.Q(("cancel_reason", ""), _negated=True), _connector="OR"),
                name="cancelled_paper_says_why",
            ),
        ),
    ]
