"""The words with which a school answers for the photos of its class, and the addresses calendars know dates by."""

from django.conf import settings
from django.db import migrations

from outreach.reference import seed


def keep_calendar_names(apps, schema_editor):
    """Dates given out until now keep the host their UID ended in; later ones need none."""
    host = settings.SITE_URL.split("://", 1)[1]
    apps.get_model("outreach", "Session").objects.filter(uid_host="").update(uid_host=host)


class Migration(migrations.Migration):
    dependencies = [("outreach", "0019_partners_photos_and_withdrawals")]
    operations = [
        migrations.RunPython(seed, migrations.RunPython.noop),
        migrations.RunPython(keep_calendar_names, migrations.RunPython.noop, elidable=True),
    ]
