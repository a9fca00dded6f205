"""Codes that differ in capital letters only: the older survey keeps its code, the newer gets one of its own (data)."""

import secrets

from django.db import migrations

SIGNS = "23456789abcdefghjkmnpqrstvwxyz"


def tell_apart(apps, editor):
    surveys = apps.get_model("evaluations", "Survey").objects
    taken = set()
    for survey in surveys.order_by("pk"):
        if survey.code.lower() in taken:
            code = survey.code
            while code.lower() in taken or surveys.filter(code__iexact=code).exclude(pk=survey.pk).exists():
                code = "".join(secrets.choice(SIGNS) for _sign in range(8))
            surveys.filter(pk=survey.pk).update(code=code)
            taken.add(code)
        taken.add(survey.code.lower())


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0106_importance_sums")]
    operations = [migrations.RunPython(tell_apart, migrations.RunPython.noop)]
