"""All tables of this room in one step, for a new installation; one that stands took the steps replaced here.

Made from those steps (docs/decisions/0010-squashed-migrations.md); the next change is a step of its own.
"""

from importlib import import_module

import baubau_pembinaan.core.migrating
import baubau_pembinaan.notifications.models.reminder
import datetime
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from baubau_pembinaan.core import triggers


def _again(step, place):
    """The operation of a replaced step that moves rows or speaks SQL, as it stands there."""
    return import_module(f"baubau_pembinaan.notifications.migrations.{step}").Migration.operations[place]


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("notifications", "0001_initial"),
        ("notifications", "0002_reminders"),
        ("notifications", "0003_reminder_guards"),
        ("notifications", "0004_messengers"),
        ("notifications", "0005_hours_and_job_runs"),
    ]
    dependencies = [
        ("accounts", "0001_squashed_0003_roles_and_positions"),
    ]
    operations = [
        baubau_pembinaan.core.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Heartbeat',
                    fields=[
                        ('name', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='name')),
                        ('at', models.DateTimeField(verbose_name='last seen')),
                    ],
                    options={
                        'verbose_name': 'heartbeat',
                        'verbose_name_plural': 'heartbeats',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='JobRun',
                    fields=[
                        ('job', models.CharField(max_length=100, primary_key=True, serialize=False, verbose_name='job')),
                        ('begun_at', models.DateTimeField(verbose_name='begun at')),
                        ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                        ('trouble', models.CharField(blank=True, default='', help_text='The sort of error; empty: it went well.', max_length=100, verbose_name='last trouble')),
                    ],
                    options={
                        'verbose_name': 'job run',
                        'verbose_name_plural': 'job runs',
                        'ordering': ['-begun_at', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=200, verbose_name='key')),
                        ('kind', models.CharField(max_length=40, verbose_name='kind')),
                        ('subject', models.CharField(max_length=200, verbose_name='subject')),
                        ('body', models.TextField(blank=True, verbose_name='text')),
                        ('url', models.CharField(blank=True, max_length=500, verbose_name='address')),
                        ('created_at', models.DateTimeField(verbose_name='written at')),
                        ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read at')),
                        ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
                        ('attachment', models.CharField(blank=True, default='', max_length=60, verbose_name='attachment')),
                    ],
                    options={
                        'verbose_name': 'message',
                        'verbose_name_plural': 'messages',
                        'ordering': ['-created_at', '-pk'],
                        'indexes': [models.Index(fields=['recipient', '-created_at', '-id'], name='message_inbox'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['recipient'], name='message_unread')],
                        'constraints': [models.UniqueConstraint(fields=('recipient', 'key'), name='message_is_said_once_to_each_person'), models.CheckConstraint(condition=models.Q(('url', ''), models.Q(('url__startswith', '/'), models.Q(('url__startswith', '//'), _negated=True)), _connector='OR'), name='message_points_only_inside_the_site')],
                    },
                ),
                migrations.CreateModel(
                    name='Delivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('channel', models.CharField(choices=[('inbox', 'Inbox'), ('email', 'E-mail'), ('whatsapp', 'WhatsApp'), ('telegram', 'Telegram')], max_length=10, verbose_name='way')),
                        ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Failed'), ('dropped', 'Not needed any more')], default='waiting', max_length=10, verbose_name='state')),
                        ('attempts', models.PositiveIntegerField(default=0, verbose_name='attempts')),
                        ('interruptions', models.PositiveIntegerField(default=0, verbose_name='interruptions')),
                        ('queued_at', models.DateTimeField(verbose_name='put in the outbox at')),
                        ('next_attempt_at', models.DateTimeField(verbose_name='next attempt at')),
                        ('leased_until', models.DateTimeField(blank=True, null=True, verbose_name='lent until')),
                        ('lease', models.UUIDField(blank=True, null=True, verbose_name='loan')),
                        ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                        ('last_error', models.CharField(blank=True, choices=[('', '-'), ('unreachable', 'The server cannot be reached.'), ('sign-in', 'The server refuses our sign-in or sender address.'), ('busy', 'The server asks to try again later.'), ('limited', 'The service asks us to send more slowly.'), ('refused', 'The server refuses this address or message for good.'), ('no-address', 'The person has no usable address.'), ('inactive', 'The account is no longer active.'), ('broken', 'The message could not be composed.'), ('interrupted', 'Sending was interrupted too often.'), ('too-old', 'Gave up after trying for five days.')], default='', max_length=20, verbose_name='last trouble')),
                        ('smtp_status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='answer of the server')),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='notifications.message', verbose_name='message')),
                        ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by hand by')),
                        ('keeps_hours', models.BooleanField(default=False, help_text='Never leaves inside the quiet hours.', verbose_name='waits out the quiet hours')),
                    ],
                    options={
                        'verbose_name': 'delivery',
                        'verbose_name_plural': 'deliveries',
                        'ordering': ['-queued_at', '-pk'],
                        'indexes': [models.Index(models.F('next_attempt_at'), models.F('id'), condition=models.Q(('state__in', ['waiting', 'sending'])), name='delivery_outbox'), models.Index(models.F('queued_at'), condition=models.Q(('state', 'failed')), name='delivery_failed')],
                        'constraints': [models.UniqueConstraint(fields=('message', 'channel'), name='message_travels_each_way_once'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='delivery_has_a_moment_exactly_when_sent'), models.CheckConstraint(condition=models.Q(models.Q(('lease__isnull', False), ('leased_until__isnull', False), ('state', 'sending')), models.Q(models.Q(('state', 'sending'), _negated=True), ('lease__isnull', True), ('leased_until__isnull', True)), _connector='OR'), name='delivery_is_lent_exactly_while_being_sent')],
                    },
                ),
                migrations.CreateModel(
                    name='Preference',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=40, verbose_name='kind')),
                        ('channel', models.CharField(choices=[('inbox', 'Inbox'), ('email', 'E-mail'), ('whatsapp', 'WhatsApp'), ('telegram', 'Telegram')], max_length=10, verbose_name='way')),
                        ('enabled', models.BooleanField(verbose_name='wanted')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notification_preferences', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                    ],
                    options={
                        'verbose_name': 'notification preference',
                        'verbose_name_plural': 'notification preferences',
                        'ordering': ['user', 'kind', 'channel'],
                        'constraints': [models.UniqueConstraint(fields=('user', 'kind', 'channel'), name='preference_is_one_per_kind_and_way')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalReminderHours',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                        ('quiet_from', models.TimeField(default=datetime.time(20, 0), verbose_name='quiet from')),
                        ('quiet_until', models.TimeField(default=datetime.time(7, 30), verbose_name='quiet until')),
                        ('working_days', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(7)]), default=baubau_pembinaan.notifications.models.reminder.monday_to_friday, size=None, verbose_name='working days')),
                        ('singly_at_most', models.PositiveSmallIntegerField(default=3, help_text='What goes beyond comes to each person as one summary.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(50)], verbose_name='single messages a day')),
                        ('weekly_digest', models.BooleanField(default=True, verbose_name='summary at the beginning of the week')),
                        ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ],
                    options={
                        'verbose_name': 'history: hours of the reminders',
                        'verbose_name_plural': 'history: hours of the reminders',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                        'default_permissions': (),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalReminderRule',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                        ('code', models.CharField(db_index=True, editable=False, max_length=60, verbose_name='code')),
                        ('is_on', models.BooleanField(default=True, verbose_name='reminders are sent')),
                        ('offsets', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), blank=True, default=list, size=None, validators=[baubau_pembinaan.notifications.models.reminder.validate_offsets], verbose_name='days around the due date')),
                        ('by_email', models.BooleanField(default=True, verbose_name='also by e-mail')),
                        ('useful_days', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='still useful for (days)')),
                        ('subject_id', models.CharField(blank=True, default='', max_length=200, validators=[baubau_pembinaan.notifications.models.reminder.validate_holes], verbose_name='subject (Indonesian)')),
                        ('body_id', models.TextField(blank=True, default='', max_length=2000, validators=[baubau_pembinaan.notifications.models.reminder.validate_holes], verbose_name='text (Indonesian)')),
                        ('subject_en', models.CharField(blank=True, default='', max_length=200, validators=[baubau_pembinaan.notifications.models.reminder.validate_holes], verbose_name='subject (English)')),
                        ('body_en', models.TextField(blank=True, default='', max_length=2000, validators=[baubau_pembinaan.notifications.models.reminder.validate_holes], verbose_name='text (English)')),
                        ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ],
                    options={
                        'verbose_name': 'history: reminder rule',
                        'verbose_name_plural': 'history: reminder rule',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                        'default_permissions': (),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='ReminderRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(editable=False, max_length=60, unique=True, verbose_name='code')),
                        ('is_on', models.BooleanField(default=True, verbose_name='reminders are sent')),
                        ('offsets', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), blank=True, default=list, size=None, validators=[baubau_pembinaan.notifications.models.reminder.validate_offsets], verbose_name='days around the due date')),
                        ('by_email', models.BooleanField(default=True, verbose_name='also by e-mail')),
                        ('useful_days', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='still useful for (days)')),
                        ('subject_id', models.CharField(blank=True, default='', max_length=200, validators=[baubau_pembinaan.notifications.models.reminder.validate_holes], verbose_name='subject (Indonesian)')),
                        ('body_id', models.TextField(blank=True, default='', max_length=2000, validators=[baubau_pembinaan.notifications.models.reminder.validate_holes], verbose_name='text (Indonesian)')),
                        ('subject_en', models.CharField(blank=True, default='', max_length=200, validators=[baubau_pembinaan.notifications.models.reminder.validate_holes], verbose_name='subject (English)')),
                        ('body_en', models.TextField(blank=True, default='', max_length=2000, validators=[baubau_pembinaan.notifications.models.reminder.validate_holes], verbose_name='text (English)')),
                    ],
                    options={
                        'verbose_name': 'reminder rule',
                        'verbose_name_plural': 'reminder rules',
                        'ordering': ['code', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='ReminderHours',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('quiet_from', models.TimeField(default=datetime.time(20, 0), verbose_name='quiet from')),
                        ('quiet_until', models.TimeField(default=datetime.time(7, 30), verbose_name='quiet until')),
                        ('working_days', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(7)]), default=baubau_pembinaan.notifications.models.reminder.monday_to_friday, size=None, verbose_name='working days')),
                        ('singly_at_most', models.PositiveSmallIntegerField(default=3, help_text='What goes beyond comes to each person as one summary.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(50)], verbose_name='single messages a day')),
                        ('weekly_digest', models.BooleanField(default=True, verbose_name='summary at the beginning of the week')),
                    ],
                    options={
                        'verbose_name': 'hours of the reminders',
                        'verbose_name_plural': 'hours of the reminders',
                        'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='reminder_hours_are_one_row')],
                    },
                ),
                migrations.CreateModel(
                    name='Reminder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=60, verbose_name='code')),
                        ('ref', models.CharField(max_length=60, verbose_name='row')),
                        ('due_on', models.DateField(verbose_name='due on')),
                        ('offset', models.SmallIntegerField(verbose_name='days around the due date')),
                        ('planned_on', models.DateField(verbose_name='planned for')),
                        ('said_on', models.DateField(verbose_name='said on')),
                        ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='notifications.message', verbose_name='message')),
                        ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
                    ],
                    options={
                        'verbose_name': 'reminder',
                        'verbose_name_plural': 'reminders',
                        'ordering': ['-said_on', '-pk'],
                        'indexes': [models.Index(fields=['due_on'], name='reminder_due')],
                        'constraints': [models.UniqueConstraint(fields=('recipient', 'code', 'ref', 'due_on', 'offset'), name='reminder_is_said_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ChannelConsent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('channel', models.CharField(choices=[('inbox', 'Inbox'), ('email', 'E-mail'), ('whatsapp', 'WhatsApp'), ('telegram', 'Telegram')], max_length=10, verbose_name='way')),
                        ('address', models.CharField(blank=True, default='', max_length=40, verbose_name='address')),
                        ('code', models.CharField(blank=True, default='', editable=False, max_length=64, verbose_name='code')),
                        ('code_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='code is good until')),
                        ('agreed_at', models.DateTimeField(blank=True, null=True, verbose_name='consented at')),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='channel_consents', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                    ],
                    options={
                        'verbose_name': 'consent to a messenger',
                        'verbose_name_plural': 'consents to messengers',
                        'ordering': ['user', 'channel'],
                        'constraints': [models.UniqueConstraint(fields=('user', 'channel'), name='consent_is_one_per_person_and_way'), models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='consent_code_belongs_to_one_person'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('withdrawn_at__gte', models.F('agreed_at')), _connector='OR'), name='consent_is_withdrawn_after_it_was_given'), models.CheckConstraint(condition=models.Q(('channel__in', ['whatsapp', 'telegram'])), name='consent_is_for_messengers_only')],
                    },
                ),
            ],
        ),
        triggers.AppendOnly("notifications.HistoricalReminderRule"),
        triggers.AppendOnly("notifications.HistoricalReminderHours"),
    ]
