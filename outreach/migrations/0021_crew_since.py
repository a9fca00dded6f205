"""Who joins an event that has begun is not on the dates before: the past keeps the crew it had."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("outreach", "0020_words_for_class_photos")]
    operations = [
        migrations.AddField(
            model_name="facilitator",
            name="since",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="on dates after"),
        ),
        migrations.AddConstraint(
            model_name="facilitator",
            constraint=models.CheckConstraint(
                condition=Q(session=None) | Q(since=None), name="only_who_is_on_every_date_is_so_since_a_moment"
            ),
        ),
    ]
