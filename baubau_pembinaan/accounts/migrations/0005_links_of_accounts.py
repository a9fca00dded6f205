from django.conf import settings
from django.db import migrations, models
from django.db.models import PROTECT


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_pppk_grades")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=PROTECT,
                related_name="invitations",
                to=settings.AUTH_USER_MODEL,
                verbose_name="account",
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="profile",
            field=models.ForeignKey(
                null=True,
                on_delete=PROTECT,
                related_name="invitations",
                to="accounts.staffprofile",
                verbose_name="staff member",
            ),
        ),
    ]
