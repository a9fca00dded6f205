"""Beside what counts by the rate table stands what the certificate says, so that whoever verifies sees both."""

import django.core.validators
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0022_cancelled_papers'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicaljpentry',
            name='stated_jp',
            field=models.DecimalField(blank=True, decimal_places=2, help_text="As its person typed it; the rate table says what counts.", max_digits=6, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01')), django.core.validators.MaxValueValidator(2000)], verbose_name='JP on the certificate'),
        ),
        migrations.AddField(
            model_name='jpentry',
            name='stated_jp',
            field=models.DecimalField(blank=True, decimal_places=2, help_text="As its person typed it; the rate table says what counts.", max_digits=6, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01')), django.core.validators.MaxValueValidator(2000)], verbose_name='JP on the certificate'),
        ),
    ]
