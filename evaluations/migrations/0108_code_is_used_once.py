"""A survey's code is used once, however it is spelled."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0107_codes_used_once")]
    operations = [
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("code"),
                name="survey_code_is_used_once",
                violation_error_message="Another survey has this code; capital and small letters are the same.",
            ),
        ),
    ]
