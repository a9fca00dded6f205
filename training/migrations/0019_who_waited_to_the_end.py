"""Who waited until a session was over stood there as "session cancelled", though the session was held."""

from django.db import migrations


def forwards(apps, schema_editor):
    rows = apps.get_model("training", "Enrolment").objects.filter(status="cancelled", session__status="finished")
    rows.update(status="unseated")


def backwards(apps, schema_editor):
    apps.get_model("training", "Enrolment").objects.filter(status="unseated").update(status="cancelled")


class Migration(migrations.Migration):
    dependencies = [("training", "0018_held_without_a_seat")]
    operations = [migrations.RunPython(forwards, backwards)]
