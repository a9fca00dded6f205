"""Reviews that end before the lock, who decides an objection, why something was sent back, links to records."""

import django.db.models.deletion
import simple_history.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("evaluations", "0110_first_promises")]

    operations = [
        migrations.CreateModel(
            name='HistoricalResultLink',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                ('kind', models.CharField(max_length=80, verbose_name='kind')),
                ('title', models.CharField(max_length=250, verbose_name='record')),
                ('detail', models.CharField(blank=True, max_length=500, verbose_name='detail')),
                ('day', models.DateField(verbose_name='day')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'history: record that proves a work result',
                'verbose_name_plural': 'history: record that proves a work result',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ResultLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=80, verbose_name='kind')),
                ('title', models.CharField(max_length=250, verbose_name='record')),
                ('detail', models.CharField(blank=True, max_length=500, verbose_name='detail')),
                ('day', models.DateField(verbose_name='day')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
            ],
            options={
                'verbose_name': 'record that proves a work result',
                'verbose_name_plural': 'records that prove work results',
                'ordering': ['day', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.RemoveConstraint(
            model_name='review',
            name='evaluated_review_has_both_ratings',
        ),
        migrations.RemoveConstraint(
            model_name='review',
            name='review_is_closed_exactly_when_locked',
        ),
        migrations.RemoveField(
            model_name='historicalconduct',
            name='expectation',
        ),
        migrations.AddField(
            model_name='feedbacknote',
            name='form_key',
            field=models.CharField(blank=True, editable=False, max_length=22),
        ),
        migrations.AddField(
            model_name='historicalreview',
            name='assigned_superior',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.staffprofile', verbose_name='who decides an objection, put in by hand'),
        ),
        migrations.AddField(
            model_name='historicalreview',
            name='rated_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.staffprofile', verbose_name='evaluation handed in by'),
        ),
        migrations.AddField(
            model_name='review',
            name='assigned_superior',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assigned_objections', to='accounts.staffprofile', verbose_name='who decides an objection, put in by hand'),
        ),
        migrations.AddField(
            model_name='review',
            name='closing_note',
            field=models.TextField(blank=True, max_length=4000, verbose_name='why it was ended'),
        ),
        migrations.AddField(
            model_name='review',
            name='rated_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews_rated', to='accounts.staffprofile', verbose_name='evaluation handed in by'),
        ),
        migrations.AddField(
            model_name='review',
            name='sent_back',
            field=models.TextField(blank=True, max_length=4000, verbose_name='why it was sent back'),
        ),
        migrations.AddField(
            model_name='workresult',
            name='form_key',
            field=models.CharField(blank=True, editable=False, max_length=22),
        ),
        migrations.AlterField(
            model_name='historicalreview',
            name='stage',
            field=models.CharField(choices=[('planning', 'Planning'), ('proposed', 'Plan waits for agreement'), ('running', 'Agreed and running'), ('self', 'Self-assessment'), ('rating', "Supervisor's evaluation"), ('calibration', 'Calibration'), ('released', 'Released'), ('acknowledged', 'Acknowledged'), ('objected', 'Objection under review'), ('locked', 'Locked'), ('withdrawn', 'Taken out of the cycle')], db_index=True, default='planning', max_length=12, verbose_name='stage'),
        ),
        migrations.AlterField(
            model_name='review',
            name='stage',
            field=models.CharField(choices=[('planning', 'Planning'), ('proposed', 'Plan waits for agreement'), ('running', 'Agreed and running'), ('self', 'Self-assessment'), ('rating', "Supervisor's evaluation"), ('calibration', 'Calibration'), ('released', 'Released'), ('acknowledged', 'Acknowledged'), ('objected', 'Objection under review'), ('locked', 'Locked'), ('withdrawn', 'Taken out of the cycle')], db_index=True, default='planning', max_length=12, verbose_name='stage'),
        ),
        migrations.AddConstraint(
            model_name='feedbacknote',
            constraint=models.UniqueConstraint(condition=models.Q(('form_key', ''), _negated=True), fields=('review', 'author', 'form_key'), name='feedback_note_form_counts_once'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['planning', 'proposed', 'running', 'self', 'rating', 'withdrawn']), models.Q(('conduct_rating__isnull', False), ('rated_on__isnull', False), ('result_rating__isnull', False)), _connector='OR'), name='evaluated_review_has_both_ratings'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('assigned_superior', None), models.Q(('assigned_superior', models.F('person')), _negated=True), _connector='OR'), name='nobody_decides_their_own_objection'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('assigned_superior', None), ('assigned_supervisor', None), models.Q(('assigned_superior', models.F('assigned_supervisor')), _negated=True), _connector='OR'), name='objection_is_decided_by_a_third'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('stage__in', ['locked', 'withdrawn'])), models.Q(models.Q(('stage__in', ['locked', 'withdrawn']), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='review_is_closed_exactly_when_ended'),
        ),
        migrations.AddConstraint(
            model_name='workresult',
            constraint=models.UniqueConstraint(condition=models.Q(('form_key', ''), _negated=True), fields=('review', 'form_key'), name='work_result_form_counts_once'),
        ),
        migrations.AddField(
            model_name='historicalresultlink',
            name='result',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='evaluations.workresult', verbose_name='work result'),
        ),
        migrations.AddField(
            model_name='resultlink',
            name='result',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='evaluations.workresult', verbose_name='work result'),
        ),
        migrations.AddConstraint(
            model_name='resultlink',
            constraint=models.UniqueConstraint(fields=('result', 'kind', 'title', 'day', 'address'), name='record_proves_a_work_result_once'),
        ),
    ]
