"""What was still to come when a delivery was taken in stands with it: the minutes stay as they were signed."""

from django.db import migrations, models


def field() -> models.JSONField:
    return models.JSONField(blank=True, editable=False, null=True, verbose_name="still to come then")


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0047_keys_of_gifts")]

    operations = [
        migrations.AddField("historicalreceipt", "still_awaited", field()),
        migrations.AddField("receipt", "still_awaited", field()),
    ]
