"""The guard's function as it is today, also in databases whose tables got their triggers with an earlier one."""

from django.db import migrations

from baubau_pembinaan.core.triggers import append_only_function


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [migrations.RunSQL(append_only_function(), migrations.RunSQL.noop)]
