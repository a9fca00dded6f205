"""All tables of this room in one step, for a new installation; one that stands took the steps replaced here.

Made from those steps (docs/decisions/0010-squashed-migrations.md); the next change is a step of its own.
"""

from importlib import import_module

import baubau_pembinaan.core.migrating
import datetime
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models
from baubau_pembinaan.core import triggers


def _again(step, place):
    """The operation of a replaced step that moves rows or speaks SQL, as it stands there."""
    return import_module(f"baubau_pembinaan.reports.migrations.{step}").Migration.operations[place]


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("reports", "0001_indicators"),
        ("reports", "0002_guards"),
        ("reports", "0003_usual_indicators"),
        ("reports", "0004_archive"),
        ("reports", "0005_schedule"),
        ("reports", "0006_schedule_history"),
        ("reports", "0007_usual_reports"),
        ("reports", "0008_counted_since"),
        ("reports", "0009_long_view_on_schedule"),
    ]
    dependencies = [
        ("accounts", "0001_squashed_0003_roles_and_positions"),
        ("audit", "0001_squashed_0004_minimum_age"),
        ("documents", "0001_squashed_0004_attempts"),
        ("libraries", "0001_squashed_0009_stop_history_only_grows"),
    ]
    operations = [
        baubau_pembinaan.core.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='HistoricalIndicator',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                        ('code', models.SlugField(max_length=40, verbose_name='code')),
                        ('family', models.CharField(choices=[('snp', 'National library standard (SNP)'), ('iplm', 'IPLM 2025, raw figures'), ('tpbis', 'TPBIS'), ('own', 'Own indicators')], max_length=6, verbose_name='family')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                        ('definition', models.TextField(blank=True, max_length=1000, verbose_name='definition')),
                        ('formula', models.CharField(blank=True, max_length=300, verbose_name='formula')),
                        ('unit', models.CharField(blank=True, max_length=40, verbose_name='unit of measure')),
                        ('unit_en', models.CharField(blank=True, max_length=40, verbose_name='unit of measure in English')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                        ('valid_from', models.DateField(verbose_name='valid from')),
                        ('measure', models.CharField(blank=True, help_text='Empty: somebody types the figure.', max_length=40, verbose_name='counted by the system as')),
                        ('better', models.CharField(choices=[('higher', 'Higher is better'), ('lower', 'Lower is better')], default='higher', max_length=6, verbose_name='better')),
                        ('order', models.PositiveSmallIntegerField(default=500, verbose_name='order')),
                        ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                        ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ],
                    options={
                        'verbose_name': 'history: indicator',
                        'verbose_name_plural': 'history: indicator',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                        'default_permissions': (),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Indicator',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                        ('family', models.CharField(choices=[('snp', 'National library standard (SNP)'), ('iplm', 'IPLM 2025, raw figures'), ('tpbis', 'TPBIS'), ('own', 'Own indicators')], max_length=6, verbose_name='family')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                        ('definition', models.TextField(blank=True, max_length=1000, verbose_name='definition')),
                        ('formula', models.CharField(blank=True, max_length=300, verbose_name='formula')),
                        ('unit', models.CharField(blank=True, max_length=40, verbose_name='unit of measure')),
                        ('unit_en', models.CharField(blank=True, max_length=40, verbose_name='unit of measure in English')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                        ('valid_from', models.DateField(verbose_name='valid from')),
                        ('measure', models.CharField(blank=True, help_text='Empty: somebody types the figure.', max_length=40, verbose_name='counted by the system as')),
                        ('better', models.CharField(choices=[('higher', 'Higher is better'), ('lower', 'Lower is better')], default='higher', max_length=6, verbose_name='better')),
                        ('order', models.PositiveSmallIntegerField(default=500, verbose_name='order')),
                        ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ],
                    options={
                        'verbose_name': 'indicator',
                        'verbose_name_plural': 'indicators',
                        'ordering': ['family', 'order', 'code'],
                        'permissions': [('view_reports', 'Can read the reports about the library'), ('build_reports', 'Can have reports made')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalIndicatorFigure',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                        ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                        ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='target')),
                        ('value', models.DecimalField(blank=True, decimal_places=2, help_text='Leave empty what nobody has counted: it is shown as not recorded, never as zero.', max_digits=16, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='value')),
                        ('note', models.CharField(blank=True, max_length=300, verbose_name='where the figure comes from')),
                        ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('indicator', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.indicator', verbose_name='indicator')),
                    ],
                    options={
                        'verbose_name': 'history: typed figure',
                        'verbose_name_plural': 'history: typed figure',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                        'default_permissions': (),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='IndicatorFigure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                        ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='target')),
                        ('value', models.DecimalField(blank=True, decimal_places=2, help_text='Leave empty what nobody has counted: it is shown as not recorded, never as zero.', max_digits=16, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='value')),
                        ('note', models.CharField(blank=True, max_length=300, verbose_name='where the figure comes from')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='reports.indicator', verbose_name='indicator')),
                    ],
                    options={
                        'verbose_name': 'typed figure',
                        'verbose_name_plural': 'typed figures',
                        'ordering': ['-year', 'indicator', 'pk'],
                        'permissions': [('type_figures', 'Can type figures and targets of the indicator register')],
                        'constraints': [models.UniqueConstraint(fields=('indicator', 'year'), name='indicator_has_one_line_a_year'), models.CheckConstraint(condition=models.Q(('target__isnull', False), ('value__isnull', False), _connector='OR'), name='indicator_line_says_something', violation_error_message='Give a target, a value or both.')],
                    },
                ),
                migrations.CreateModel(
                    name='Edition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('report', models.SlugField(max_length=40, verbose_name='report')),
                        ('period', models.CharField(max_length=10, verbose_name='period')),
                        ('language', models.CharField(default='id', max_length=2, verbose_name='language')),
                        ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('content_sha256', models.CharField(max_length=64, verbose_name='hash of the content')),
                        ('linked', models.JSONField(blank=True, default=list, verbose_name='tables whose rows lead to records')),
                        ('made_at', models.DateTimeField(verbose_name='made at')),
                        ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='sample data')),
                        ('docx', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='Word file')),
                        ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                        ('pdf', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='PDF')),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staffprofile', verbose_name='staff member')),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='libraries.unit', verbose_name='unit')),
                        ('xlsx', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='Excel file')),
                    ],
                    options={
                        'verbose_name': 'report in the archive',
                        'verbose_name_plural': 'archive of reports',
                        'ordering': ['-made_at', '-pk'],
                        'indexes': [models.Index(fields=['-made_at', '-id'], name='edition_newest_first')],
                        'constraints': [models.UniqueConstraint(fields=('report', 'period', 'person', 'unit', 'language', 'version'), name='edition_has_its_own_version', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('person__isnull', True), ('unit__isnull', True), _connector='OR'), name='edition_is_about_one_thing'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='edition_versions_begin_at_one')],
                    },
                ),
                migrations.CreateModel(
                    name='Definition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('report', models.SlugField(max_length=40, verbose_name='report')),
                        ('language', models.CharField(choices=[('id', 'Bahasa Indonesia'), ('en', 'English')], default='id', max_length=2, verbose_name='language')),
                        ('days_after', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)], verbose_name='days after the end of the period')),
                        ('at_time', models.TimeField(default=datetime.time(7, 30), verbose_name='at')),
                        ('since', models.DateTimeField(default=django.utils.timezone.now, editable=False, help_text='What was due before is not made up for.', verbose_name='runs since')),
                        ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                        ('recipients', models.ManyToManyField(blank=True, help_text='Each gets one message a period. Only those who may read the report are told.', related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who is told')),
                        ('unit', models.ForeignKey(blank=True, help_text='For reports about a unit only.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='libraries.unit', verbose_name='unit')),
                    ],
                    options={
                        'verbose_name': 'report on schedule',
                        'verbose_name_plural': 'reports on schedule',
                        'ordering': ['report', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('report', 'unit', 'language'), name='report_is_scheduled_once', nulls_distinct=False, violation_error_message='This report is on schedule already.'), models.CheckConstraint(condition=models.Q(('days_after__gte', 1)), name='scheduled_report_waits_for_the_end_of_its_period')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalDefinition',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                        ('report', models.SlugField(max_length=40, verbose_name='report')),
                        ('language', models.CharField(choices=[('id', 'Bahasa Indonesia'), ('en', 'English')], default='id', max_length=2, verbose_name='language')),
                        ('days_after', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)], verbose_name='days after the end of the period')),
                        ('at_time', models.TimeField(default=datetime.time(7, 30), verbose_name='at')),
                        ('since', models.DateTimeField(default=django.utils.timezone.now, editable=False, help_text='What was due before is not made up for.', verbose_name='runs since')),
                        ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                        ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('unit', models.ForeignKey(blank=True, db_constraint=False, help_text='For reports about a unit only.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='libraries.unit', verbose_name='unit')),
                    ],
                    options={
                        'verbose_name': 'history: report on schedule',
                        'verbose_name_plural': 'history: report on schedule',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                        'default_permissions': (),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalDefinition_recipients',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('m2m_history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('definition', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.definition')),
                        ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='reports.historicaldefinition')),
                        ('user', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'HistoricalDefinition_recipients',
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Issue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.CharField(max_length=10, verbose_name='period')),
                        ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                        ('begun_at', models.DateTimeField(verbose_name='begun at')),
                        ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='told at')),
                        ('told', models.PositiveIntegerField(default=0, verbose_name='people told')),
                        ('definition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='issues', to='reports.definition', verbose_name='report on schedule')),
                        ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='reports.edition', verbose_name='report')),
                        ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='documents.reportrun', verbose_name='run')),
                    ],
                    options={
                        'verbose_name': 'report sent on schedule',
                        'verbose_name_plural': 'reports sent on schedule',
                        'ordering': ['-begun_at', '-pk'],
                        'constraints': [models.UniqueConstraint(fields=('definition', 'period'), name='report_goes_out_once_a_period')],
                    },
                ),
            ],
        ),
        triggers.AppendOnly("reports.HistoricalIndicator"),
        triggers.AppendOnly("reports.HistoricalIndicatorFigure"),
        triggers.AppendOnly("reports.HistoricalDefinition"),
        triggers.AppendOnly("reports.HistoricalDefinition_recipients"),
        _again("0003_usual_indicators", 0),
        _again("0007_usual_reports", 0),
        _again("0008_counted_since", 0),
        _again("0009_long_view_on_schedule", 0),
    ]
