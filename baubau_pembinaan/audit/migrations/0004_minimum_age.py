"""The guard's function knows the minimum age by itself, also in databases whose tables got their triggers earlier."""

from django.db import migrations

from baubau_pembinaan.core.triggers import append_only_function


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_append_only_function")]
    operations = [migrations.RunSQL(append_only_function(), migrations.RunSQL.noop)]
