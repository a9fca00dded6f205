"""Templates of plans, and the predikat of the organisation."""

import django.db.models.deletion
import simple_history.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("evaluations", "0112_choices_of_a_started_cycle_stand")]

    operations = [
        migrations.AddField(
            model_name='historicalreviewcycle',
            name='organisation_predicate',
            field=models.CharField(blank=True, choices=[('istimewa', 'Outstanding'), ('baik', 'Good'), ('butuh_perbaikan', 'Needs improvement'), ('kurang', 'Poor'), ('sangat_kurang', 'Very poor')], help_text='Once it is known: the board of the head then shows the expected distribution, as advice.', max_length=20, verbose_name='predikat of the organisation'),
        ),
        migrations.AddField(
            model_name='reviewcycle',
            name='organisation_predicate',
            field=models.CharField(blank=True, choices=[('istimewa', 'Outstanding'), ('baik', 'Good'), ('butuh_perbaikan', 'Needs improvement'), ('kurang', 'Poor'), ('sangat_kurang', 'Very poor')], help_text='Once it is known: the board of the head then shows the expected distribution, as advice.', max_length=20, verbose_name='predikat of the organisation'),
        ),
        migrations.CreateModel(
            name='HistoricalPlanTemplate',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                ('title', models.CharField(max_length=150, verbose_name='title')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('is_demo', models.BooleanField(default=False, editable=False)),
                ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('position', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty: for every position.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.position', verbose_name='position')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty: for every unit.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='libraries.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'history: template of a plan',
                'verbose_name_plural': 'history: template of a plan',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PlanTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=150, verbose_name='title')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('is_demo', models.BooleanField(default=False, editable=False)),
                ('position', models.ForeignKey(blank=True, help_text='Empty: for every position.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan_templates', to='accounts.position', verbose_name='position')),
                ('unit', models.ForeignKey(blank=True, help_text='Empty: for every unit.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan_templates', to='libraries.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'template of a plan',
                'verbose_name_plural': 'templates of plans',
                'ordering': ['title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalTemplateResult',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                ('kind', models.CharField(choices=[('utama', 'Main'), ('tambahan', 'Additional')], default='utama', max_length=10, verbose_name='kind')),
                ('supports', models.CharField(blank=True, max_length=500, verbose_name="superior's result it supports")),
                ('plan', models.CharField(max_length=500, verbose_name='planned result')),
                ('aspect', models.CharField(choices=[('kuantitas', 'Quantity'), ('kualitas', 'Quality'), ('waktu', 'Time'), ('biaya', 'Cost')], default='kuantitas', max_length=10, verbose_name='aspect')),
                ('indicator', models.CharField(max_length=300, verbose_name='indicator')),
                ('target', models.CharField(max_length=120, verbose_name='target')),
                ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('template', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='evaluations.plantemplate', verbose_name='template of a plan')),
            ],
            options={
                'verbose_name': 'history: planned result of a template',
                'verbose_name_plural': 'history: planned result of a template',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalTemplateExpectation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                ('value', models.CharField(choices=[('berorientasi_pelayanan', 'Berorientasi Pelayanan'), ('akuntabel', 'Akuntabel'), ('kompeten', 'Kompeten'), ('harmonis', 'Harmonis'), ('loyal', 'Loyal'), ('adaptif', 'Adaptif'), ('kolaboratif', 'Kolaboratif')], max_length=25, verbose_name='value')),
                ('text', models.TextField(max_length=1000, verbose_name='expectation of the leader')),
                ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('template', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='evaluations.plantemplate', verbose_name='template of a plan')),
            ],
            options={
                'verbose_name': 'history: expectation of a template',
                'verbose_name_plural': 'history: expectation of a template',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='TemplateResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('utama', 'Main'), ('tambahan', 'Additional')], default='utama', max_length=10, verbose_name='kind')),
                ('supports', models.CharField(blank=True, max_length=500, verbose_name="superior's result it supports")),
                ('plan', models.CharField(max_length=500, verbose_name='planned result')),
                ('aspect', models.CharField(choices=[('kuantitas', 'Quantity'), ('kualitas', 'Quality'), ('waktu', 'Time'), ('biaya', 'Cost')], default='kuantitas', max_length=10, verbose_name='aspect')),
                ('indicator', models.CharField(max_length=300, verbose_name='indicator')),
                ('target', models.CharField(max_length=120, verbose_name='target')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='evaluations.plantemplate', verbose_name='template of a plan')),
            ],
            options={
                'verbose_name': 'planned result of a template',
                'verbose_name_plural': 'planned results of templates',
                'ordering': ['-kind', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TemplateExpectation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.CharField(choices=[('berorientasi_pelayanan', 'Berorientasi Pelayanan'), ('akuntabel', 'Akuntabel'), ('kompeten', 'Kompeten'), ('harmonis', 'Harmonis'), ('loyal', 'Loyal'), ('adaptif', 'Adaptif'), ('kolaboratif', 'Kolaboratif')], max_length=25, verbose_name='value')),
                ('text', models.TextField(max_length=1000, verbose_name='expectation of the leader')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expectations', to='evaluations.plantemplate', verbose_name='template of a plan')),
            ],
            options={
                'verbose_name': 'expectation of a template',
                'verbose_name_plural': 'expectations of templates',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('template', 'value'), name='value_stands_once_in_a_template', violation_error_message='This value stands in the template already.'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='template_expectation_says_something')],
            },
        ),
    ]
