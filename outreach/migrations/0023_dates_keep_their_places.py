"""Dates that began or were called off get the place they had then, which the event's own may no longer be."""

from django.db import migrations
from django.db.models import Case, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce


def keep(apps, schema_editor):
    session = apps.get_model("outreach", "Session")
    then = (
        apps.get_model("outreach", "HistoricalEvent")
        .objects.filter(id=OuterRef("event_id"), history_date__lte=OuterRef("moment"))
        .order_by("-history_date", "-history_id")
    )
    today = apps.get_model("outreach", "Event").objects.filter(pk=OuterRef("event_id")).order_by()
    past = session.objects.filter(place="", state__in=["terlaksana", "dilaporkan", "batal"]).order_by()
    # A date called off before it began is fixed at that moment, every other one at its end.
    moment = Case(When(state="batal", then=F("changed_at")), default=F("ends_at"))
    place = Coalesce(Subquery(then.values("place")[:1]), Subquery(today.values("place")))
    rows = past.annotate(moment=moment).annotate(was=place).values_list("pk", "was")
    for pk, was in list(rows):
        session.objects.filter(pk=pk).update(place=was)


class Migration(migrations.Migration):
    dependencies = [("outreach", "0022_who_stands_in")]
    operations = [
        migrations.RunPython(keep, migrations.RunPython.noop, elidable=True),
    ]
