"""Dates that began or were called off keep the partner they had then, or none, whatever the event's own is by now."""

from django.db import migrations, models
from django.db.models import Case, Exists, F, OuterRef, Subquery, When


def keep(apps, schema_editor):
    session, visit = apps.get_model("outreach", "Session"), apps.get_model("outreach", "PartnerVisit")
    then = (
        apps.get_model("outreach", "HistoricalEvent")
        .objects.filter(id=OuterRef("event_id"), history_date__lte=OuterRef("moment"))
        .order_by("-history_date", "-history_id")
    )
    reported = visit.objects.filter(session=OuterRef("pk")).order_by("pk")
    past = session.objects.filter(state__in=["terlaksana", "dilaporkan", "batal"]).order_by()
    past.filter(partner__isnull=False).update(partner_settled=True)
    # A date called off before it began is fixed at that moment, every other one at its end.
    moment = Case(When(state="batal", then=F("changed_at")), default=F("ends_at"))
    with_whom = Case(
        When(Exists(reported), then=Subquery(reported.values("partner")[:1])),
        When(Exists(then), then=Subquery(then.values("partner_id")[:1])),
        default=F("event__partner"),
        output_field=models.BigIntegerField(),
    )
    rows = past.filter(partner_settled=False).annotate(moment=moment).annotate(was=with_whom).values_list("pk", "was")
    known = set(apps.get_model("outreach", "Partner").objects.values_list("pk", flat=True))
    for pk, was in list(rows):
        session.objects.filter(pk=pk).update(partner=was if was in known else None, partner_settled=True)


class Migration(migrations.Migration):
    dependencies = [("outreach", "0026_partner_settled")]
    operations = [
        migrations.RunPython(keep, migrations.RunPython.noop, elidable=True),
    ]
