from django.conf import settings
from django.db import migrations, models
from django.db.models import PROTECT


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_move_links")]

    operations = [
        migrations.AlterField(
            model_name="invitation",
            name="user",
            field=models.ForeignKey(
                on_delete=PROTECT,
                related_name="invitations",
                to=settings.AUTH_USER_MODEL,
                verbose_name="account",
            ),
        ),
        migrations.RemoveField(model_name="invitation", name="profile"),
    ]
