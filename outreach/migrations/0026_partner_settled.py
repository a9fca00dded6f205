"""A date says whether its partner, or that it has none, is its own for good."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outreach", "0025_words_that_name_the_term")]
    operations = [
        migrations.AddField("session", "partner_settled", models.BooleanField(default=False, editable=False)),
    ]
