"""The day each sender was first told, and what senders read already (data)."""

from datetime import timedelta

from django.db import migrations
from django.db.models import F


def fill(apps, editor):
    handlings = apps.get_model("evaluations", "ComplaintHandling").objects.filter(promised_on=None)
    handlings.filter(complaint__reopened_on=None).update(promised_on=F("due_on"))
    reopened = handlings.select_related("complaint", "category")
    for care in reopened.iterator(chunk_size=500):  # opening again had overwritten the day
        first = care.complaint.received_on + timedelta(days=care.category.days)
        handlings.filter(pk=care.pk).update(promised_on=first)
    apps.get_model("evaluations", "ComplaintHandling").objects.filter(answered_on__isnull=False, reply__gt="").update(
        reply_shown=True
    )


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0109_promises_stand")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
