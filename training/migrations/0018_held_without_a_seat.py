"""A state of its own for who waited until the session was over: it was held, only without them."""

from django.db import migrations, models

STATES = [
    ("requested", "Waiting for the supervisor"),
    ("endorsed", "Waiting for the second approval"),
    ("waiting", "On the waiting list"),
    ("offered", "A seat is offered"),
    ("seated", "Has a seat"),
    ("attended", "Attended"),
    ("completed", "Completed"),
    ("no_show", "Did not come"),
    ("refused", "Not approved"),
    ("withdrawn", "Withdrawn"),
    ("cancelled", "Session cancelled"),
    ("unseated", "Held without a seat"),
]


class Migration(migrations.Migration):
    dependencies = [("training", "0017_verified_with_proof")]
    operations = [
        migrations.AlterField(
            model_name=model,
            name="status",
            field=models.CharField(
                choices=STATES, db_index=True, default="requested", max_length=10, verbose_name="status"
            ),
        )
        for model in ("enrolment", "historicalenrolment")
    ]
