from django.db import migrations


def to_accounts(apps, schema_editor):
    """A link was only ever made for a person with an account; one whose account has gone since opens nothing."""
    Invitation = apps.get_model("accounts", "Invitation")
    for row in Invitation.objects.filter(user=None).select_related("profile"):
        row.user_id = row.profile.user_id
        row.save(update_fields=["user"]) if row.user_id else row.delete()


def to_people(apps, schema_editor):
    Invitation = apps.get_model("accounts", "Invitation")
    people = dict(apps.get_model("accounts", "StaffProfile").objects.exclude(user=None).values_list("user", "pk"))
    for row in Invitation.objects.filter(profile=None):
        row.profile_id = people.get(row.user_id)
        row.save(update_fields=["profile"]) if row.profile_id else row.delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_links_of_accounts")]

    operations = [migrations.RunPython(to_accounts, to_people)]
