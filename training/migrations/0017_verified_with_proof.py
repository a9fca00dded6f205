"""Whatever asks for a proof is verified with one, also a session that somebody else held."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("training", "0016_own_record_is_proof")]
    operations = [
        migrations.RemoveConstraint(
            model_name="jpentry",
            name="jp_from_elsewhere_is_verified_with_proof",
        ),
        migrations.AddConstraint(
            model_name="jpentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("needs_proof", False),
                    ("proof__isnull", False),
                    models.Q(("status", "verified"), _negated=True),
                    _connector="OR",
                ),
                name="jp_from_elsewhere_is_verified_with_proof",
            ),
        ),
        migrations.AddConstraint(
            model_name="jpentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("needs_proof", True), ("enrolment__isnull", False), _connector="OR"),
                name="only_own_training_goes_without_proof",
            ),
        ),
    ]
