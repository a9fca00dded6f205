from django.db import migrations
from django.db.models import F, OuterRef, Q, Subquery


def say_who_registered(apps, schema_editor):
    """Registrations of minors from what stands beside them; whom nothing tells apart counts as too young to agree."""
    Registration = apps.get_model("outreach", "Registration")
    named = Registration.objects.filter(erased_at=None).exclude(guardian_name="")
    told = Q(notices__key="guardian-told")
    seventeen = set(named.filter(told).order_by().values_list("pk", flat=True))
    # A member's meetings are copies of the registration they joined with, without its messages.
    seventeen |= set(named.filter(membership__founder__in=seventeen).order_by().values_list("pk", flat=True))
    named.filter(pk__in=seventeen).update(registrant="17")
    named.exclude(pk__in=seventeen).update(registrant="younger")


def count_seats(apps, schema_editor):
    """Dates made while everybody could just come, of events that count seats by now."""
    Event, Session = apps.get_model("outreach", "Event"), apps.get_model("outreach", "Session")
    uncounted = Session.objects.filter(
        state="rencana", capacity=None, event__registration_mode="daftar", seats_taken__lte=F("event__capacity")
    )
    number = Subquery(Event.objects.filter(pk=OuterRef("event")).values("capacity")[:1])
    uncounted.update(capacity=number)


class Migration(migrations.Migration):
    dependencies = [("outreach", "0017_guardians_and_crowds")]

    operations = [
        migrations.RunPython(say_who_registered, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(count_seats, migrations.RunPython.noop, elidable=True),
    ]
