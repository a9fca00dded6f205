from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outreach", "0028_guardians_links_and_company")]

    operations = [
        migrations.CreateModel(
            name="SpentForm",
            fields=[
                ("digest", models.BinaryField(max_length=32, primary_key=True, serialize=False, verbose_name="digest")),
                ("day", models.DateField(verbose_name="local day")),
            ],
            options={
                "verbose_name": "submission key",
                "verbose_name_plural": "submission keys",
                "default_permissions": (),
            },
        ),
    ]
