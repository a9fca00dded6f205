"""What was deleted from history stays written."""

from django.db import migrations

from baubau_pembinaan.core.triggers import AppendOnly


class Migration(migrations.Migration):

    dependencies = [("audit", "0001_initial")]

    operations = [AppendOnly("audit.RetentionRun")]
