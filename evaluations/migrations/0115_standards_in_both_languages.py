"""Standards speak English too."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("evaluations", "0114_templates_only_grow")]

    operations = [
        migrations.AddField(
            model_name=model,
            name=name,
            field=models.CharField(blank=True, max_length=length, verbose_name=label),
        )
        for model in ("servicestandard", "historicalservicestandard")
        for name, length, label in (
            ("promise_en", 200, "what is promised, in English"),
            ("unit_en", 30, "unit of measure, in English"),
        )
    ]
