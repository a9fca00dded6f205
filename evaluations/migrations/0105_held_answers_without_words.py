"""An answer held aside no longer carries its words."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0104_move_held_words")]
    operations = [
        migrations.RemoveField(model_name="heldanswer", name="comment"),
        migrations.RemoveField(model_name="heldanswer", name="extras"),
    ]
