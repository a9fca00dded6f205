"""The six role groups and the posts every library office knows."""

from django.db import migrations

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.reference import seed_positions


def forwards(apps, schema_editor):
    group_model = apps.get_model("auth", "Group")
    for role in Role.values:
        group_model.objects.get_or_create(name=role)
    seed_positions(apps.get_model("accounts", "Position"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_guards"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
