"""A colleague of one date may stand there in the place of another, whose hours of that date they then have."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_links_need_no_person"), ("outreach", "0021_crew_since")]
    operations = [
        migrations.AddField(
            model_name="facilitator",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to="accounts.staffprofile",
                verbose_name="in place of",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="facilitators",
            field=models.ManyToManyField(
                related_name="events",
                through="outreach.Facilitator",
                through_fields=("event", "profile"),
                to="accounts.staffprofile",
                verbose_name="facilitators",
            ),
        ),
        migrations.AddConstraint(
            model_name="facilitator",
            constraint=models.CheckConstraint(
                condition=Q(replaces=None) | (Q(session__isnull=False) & ~Q(replaces=F("profile"))),
                name="who_stands_in_does_so_on_one_date_for_another",
            ),
        ),
    ]
