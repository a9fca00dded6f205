"""All tables of this room in one step, for a new installation; one that stands took the steps replaced here.

Made from those steps (docs/decisions/0010-squashed-migrations.md); the next change is a step of its own.
"""

from importlib import import_module

from django.db import migrations, models
import baubau_pembinaan.core.migrating
from baubau_pembinaan.core import triggers


def _again(step, place):
    """The operation of a replaced step that moves rows or speaks SQL, as it stands there."""
    return import_module(f"baubau_pembinaan.audit.migrations.{step}").Migration.operations[place]


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("audit", "0001_initial"),
        ("audit", "0002_append_only"),
        ("audit", "0003_append_only_function"),
        ("audit", "0004_minimum_age"),
    ]
    dependencies = [
    ]
    operations = [
        baubau_pembinaan.core.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='RetentionRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=100, verbose_name='kind of record')),
                        ('table_name', models.CharField(max_length=63, verbose_name='table')),
                        ('keep_from', models.DateTimeField(verbose_name='lines kept from')),
                        ('lines', models.PositiveBigIntegerField(verbose_name='lines deleted')),
                        ('reason', models.TextField(verbose_name='reason')),
                        ('by_id', models.BigIntegerField(blank=True, null=True, verbose_name='account')),
                        ('by_name', models.CharField(max_length=150, verbose_name='by')),
                        ('at', models.DateTimeField(verbose_name='time')),
                        ('transaction_id', models.BigIntegerField(editable=False)),
                    ],
                    options={
                        'verbose_name': 'deletion of old history',
                        'verbose_name_plural': 'deletions of old history',
                        'ordering': ['-at', '-pk'],
                        'default_permissions': ('view',),
                    },
                ),
            ],
        ),
        triggers.AppendOnly("audit.RetentionRun"),
        _again("0003_append_only_function", 0),
        _again("0004_minimum_age", 0),
    ]
