"""All tables of this room in one step, for a new installation; one that stands took the steps replaced here.

Made from those steps (docs/decisions/0010-squashed-migrations.md); the next change is a step of its own.
"""

from importlib import import_module

import baubau_pembinaan.core.migrating
import baubau_pembinaan.documents.models.number
import baubau_pembinaan.documents.models.stored_file
import baubau_pembinaan.documents.sniff
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from baubau_pembinaan.core import triggers


def _again(step, place):
    """The operation of a replaced step that moves rows or speaks SQL, as it stands there."""
    return import_module(f"baubau_pembinaan.documents.migrations.{step}").Migration.operations[place]


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("documents", "0001_initial"),
        ("documents", "0002_guards"),
        ("documents", "0003_zip_files"),
        ("documents", "0004_attempts"),
    ]
    dependencies = [
        ("accounts", "0001_squashed_0003_roles_and_positions"),
    ]
    operations = [
        baubau_pembinaan.core.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='HistoricalNumberSeries',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                        ('code', models.SlugField(max_length=40, verbose_name='series')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('mark', models.CharField(blank=True, max_length=40, verbose_name='code in the number')),
                        ('pattern', models.CharField(default='{urut}/{kode}/{bulan_romawi}/{tahun}', help_text='For example {urut}/{kode}/{bulan_romawi}/{tahun}.', max_length=100, validators=[baubau_pembinaan.documents.models.number.validate_pattern], verbose_name='pattern')),
                        ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ],
                    options={
                        'verbose_name': 'history: number series',
                        'verbose_name_plural': 'history: number series',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                        'default_permissions': (),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='NumberSeries',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=40, unique=True, verbose_name='series')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('mark', models.CharField(blank=True, max_length=40, verbose_name='code in the number')),
                        ('pattern', models.CharField(default='{urut}/{kode}/{bulan_romawi}/{tahun}', help_text='For example {urut}/{kode}/{bulan_romawi}/{tahun}.', max_length=100, validators=[baubau_pembinaan.documents.models.number.validate_pattern], verbose_name='pattern')),
                    ],
                    options={
                        'verbose_name': 'number series',
                        'verbose_name_plural': 'number series',
                        'ordering': ['code', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='StoredFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token', models.CharField(default=baubau_pembinaan.documents.models.stored_file.new_token, editable=False, max_length=40, unique=True)),
                        ('file', models.FileField(max_length=120, upload_to=baubau_pembinaan.documents.models.stored_file.stored_path, verbose_name='file')),
                        ('name', models.CharField(max_length=150, verbose_name='name')),
                        ('kind', models.CharField(choices=[(baubau_pembinaan.documents.sniff.Kind['PDF'], 'PDF'), (baubau_pembinaan.documents.sniff.Kind['JPG'], 'JPG'), (baubau_pembinaan.documents.sniff.Kind['PNG'], 'PNG'), (baubau_pembinaan.documents.sniff.Kind['XLSX'], 'XLSX'), (baubau_pembinaan.documents.sniff.Kind['DOCX'], 'DOCX'), (baubau_pembinaan.documents.sniff.Kind['CSV'], 'CSV'), (baubau_pembinaan.documents.sniff.Kind['ZIP'], 'ZIP')], max_length=4, verbose_name='content type')),
                        ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                        ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='SHA-256')),
                        ('app', models.CharField(max_length=40, verbose_name='belongs to')),
                        ('uploaded_at', models.DateTimeField(verbose_name='uploaded at')),
                        ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
                    ],
                    options={
                        'verbose_name': 'stored file',
                        'verbose_name_plural': 'stored files',
                        'ordering': ['-uploaded_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='stored_file_is_not_empty'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='stored_file_has_its_sha256')],
                    },
                ),
                migrations.CreateModel(
                    name='ReportRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('report', models.SlugField(max_length=60, verbose_name='report')),
                        ('period', models.CharField(blank=True, max_length=40, verbose_name='period')),
                        ('parameters', models.JSONField(blank=True, default=dict, verbose_name='parameters')),
                        ('parameters_hash', models.CharField(editable=False, max_length=64, verbose_name='parameters hash')),
                        ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                        ('status', models.CharField(choices=[('queued', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed')], default='queued', max_length=8, verbose_name='status')),
                        ('progress', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='progress (%)')),
                        ('error', models.TextField(blank=True, verbose_name='error')),
                        ('requested_at', models.DateTimeField(verbose_name='requested at')),
                        ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='started at')),
                        ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                        ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                        ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='documents.storedfile', verbose_name='file')),
                        ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                    ],
                    options={
                        'verbose_name': 'report run',
                        'verbose_name_plural': 'report runs',
                        'ordering': ['-requested_at', '-pk'],
                        'constraints': [models.UniqueConstraint(fields=('report', 'period', 'parameters_hash', 'version'), name='report_run_is_made_once_a_version'), models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('status', 'done')), models.Q(models.Q(('status', 'done'), _negated=True), ('file__isnull', True)), _connector='OR'), name='report_run_is_done_exactly_with_its_file'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('status__in', ['done', 'failed'])), models.Q(('finished_at__isnull', True), ('status__in', ['queued', 'running'])), _connector='OR'), name='report_run_is_over_exactly_when_done_or_failed'), models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='report_run_progress_is_at_most_100')],
                    },
                ),
                migrations.CreateModel(
                    name='DocumentNumber',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                        ('sequence', models.PositiveIntegerField(verbose_name='sequence')),
                        ('text', models.CharField(max_length=150, verbose_name='number')),
                        ('subject', models.CharField(max_length=200, verbose_name='subject')),
                        ('day', models.DateField(verbose_name='date')),
                        ('taken_at', models.DateTimeField(verbose_name='taken at')),
                        ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken by')),
                        ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='numbers', to='documents.numberseries', verbose_name='number series')),
                    ],
                    options={
                        'verbose_name': 'document number',
                        'verbose_name_plural': 'document numbers',
                        'ordering': ['-year', '-sequence', '-pk'],
                        'constraints': [models.UniqueConstraint(fields=('series', 'year', 'sequence'), name='document_number_is_given_once'), models.UniqueConstraint(fields=('series', 'text'), name='document_number_is_written_once'), models.CheckConstraint(condition=models.Q(('sequence__gte', 1)), name='document_number_counts_from_one'), models.CheckConstraint(condition=models.Q(('year', django.db.models.functions.datetime.ExtractYear('day'))), name='document_number_stands_in_its_year')],
                    },
                ),
            ],
        ),
        triggers.AppendOnly("documents.HistoricalNumberSeries"),
    ]
