"""A seat offered to the next in line until a deadline; libraries we learn with."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_roles_and_positions'),
        ('training', '0012_level_steps'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalPeerLibrary',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                ('name', models.CharField(db_index=True, max_length=200, verbose_name='name')),
                ('kind', models.CharField(choices=[('public', 'Public library'), ('school', 'School library'), ('academic', 'University library'), ('special', 'Special library'), ('community', 'Community library (TBM)'), ('national', 'National Library')], default='public', max_length=10, verbose_name='kind of library')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='town or district')),
                ('contact_name', models.CharField(blank=True, max_length=150, verbose_name='whom to ask')),
                ('contact_role', models.CharField(blank=True, max_length=150, verbose_name='position there')),
                ('phone', models.CharField(blank=True, max_length=30, validators=[django.core.validators.RegexValidator('^[0-9+()\\- ]{5,30}$', 'Write a phone number with digits, spaces, + ( ) or -.')], verbose_name='phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('website', models.URLField(blank=True, max_length=300, verbose_name='website')),
                ('strengths', models.TextField(blank=True, max_length=1000, verbose_name='what we can learn there')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'history: peer library',
                'verbose_name_plural': 'history: peer library',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'default_permissions': (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PeerLibrary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('public', 'Public library'), ('school', 'School library'), ('academic', 'University library'), ('special', 'Special library'), ('community', 'Community library (TBM)'), ('national', 'National Library')], default='public', max_length=10, verbose_name='kind of library')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='town or district')),
                ('contact_name', models.CharField(blank=True, max_length=150, verbose_name='whom to ask')),
                ('contact_role', models.CharField(blank=True, max_length=150, verbose_name='position there')),
                ('phone', models.CharField(blank=True, max_length=30, validators=[django.core.validators.RegexValidator('^[0-9+()\\- ]{5,30}$', 'Write a phone number with digits, spaces, + ( ) or -.')], verbose_name='phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('website', models.URLField(blank=True, max_length=300, verbose_name='website')),
                ('strengths', models.TextField(blank=True, max_length=1000, verbose_name='what we can learn there')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'peer library',
                'verbose_name_plural': 'peer libraries',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='enrolment',
            name='person_is_enrolled_once_in_a_session',
        ),
        migrations.RemoveConstraint(
            model_name='enrolment',
            name='seat_is_held_exactly_by_the_seated',
        ),
        migrations.AddField(
            model_name='enrolment',
            name='offered_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='seat offered until'),
        ),
        migrations.AddField(
            model_name='historicalenrolment',
            name='offered_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='seat offered until'),
        ),
        migrations.AddField(
            model_name='historicalsession',
            name='offer_hours',
            field=models.PositiveSmallIntegerField(default=0, help_text='For the waiting list. 0: the next in line gets the seat at once, without being asked.', validators=[django.core.validators.MaxValueValidator(336)], verbose_name='hours to take a seat that became free'),
        ),
        migrations.AddField(
            model_name='session',
            name='offer_hours',
            field=models.PositiveSmallIntegerField(default=0, help_text='For the waiting list. 0: the next in line gets the seat at once, without being asked.', validators=[django.core.validators.MaxValueValidator(336)], verbose_name='hours to take a seat that became free'),
        ),
        migrations.AlterField(
            model_name='enrolment',
            name='status',
            field=models.CharField(choices=[('requested', 'Waiting for the supervisor'), ('endorsed', 'Waiting for the second approval'), ('waiting', 'On the waiting list'), ('offered', 'A seat is offered'), ('seated', 'Has a seat'), ('attended', 'Attended'), ('completed', 'Completed'), ('no_show', 'Did not come'), ('refused', 'Not approved'), ('withdrawn', 'Withdrawn'), ('cancelled', 'Session cancelled')], db_index=True, default='requested', max_length=10, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='historicalenrolment',
            name='status',
            field=models.CharField(choices=[('requested', 'Waiting for the supervisor'), ('endorsed', 'Waiting for the second approval'), ('waiting', 'On the waiting list'), ('offered', 'A seat is offered'), ('seated', 'Has a seat'), ('attended', 'Attended'), ('completed', 'Completed'), ('no_show', 'Did not come'), ('refused', 'Not approved'), ('withdrawn', 'Withdrawn'), ('cancelled', 'Session cancelled')], db_index=True, default='requested', max_length=10, verbose_name='status'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('requested', 'endorsed', 'waiting', 'seated', 'attended', 'completed', 'no_show', 'offered'))), fields=('session', 'profile'), name='person_is_enrolled_once_in_a_session'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('seat__gte', 1), ('status__in', ('seated', 'attended', 'completed', 'no_show', 'offered'))), models.Q(models.Q(('status__in', ('seated', 'attended', 'completed', 'no_show', 'offered')), _negated=True), ('seat__isnull', True)), _connector='OR'), name='seat_is_taken_exactly_by_the_seated'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('offered_until__isnull', False), ('status', 'offered')), models.Q(models.Q(('status', 'offered'), _negated=True), ('offered_until__isnull', True)), _connector='OR'), name='offered_seat_has_a_deadline'),
        ),
        migrations.AddField(
            model_name='exchangevisit',
            name='peer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='training.peerlibrary', verbose_name='peer library'),
        ),
        migrations.AddField(
            model_name='historicalexchangevisit',
            name='peer',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='training.peerlibrary', verbose_name='peer library'),
        ),
    ]
