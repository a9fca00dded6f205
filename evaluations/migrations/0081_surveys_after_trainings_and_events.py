"""Surveys about training sessions and events; links that are used once, and nothing that joins them to an answer."""

import django.db.models.deletion
import evaluations.models.invitation
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0069_rounds_and_criteria_stand'),
        ('libraries', '0006_daily_counts'),
        ('outreach', '0012_topic_packs'),
        ('training', '0012_level_steps'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=evaluations.models.invitation.new_link_key, editable=False, max_length=22, unique=True)),
                ('sent_on', models.DateField(verbose_name='sent on')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked at')),
            ],
            options={
                'verbose_name': 'survey link',
                'verbose_name_plural': 'survey links',
                'ordering': ['period', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SpentLink',
            fields=[
                ('digest', models.BinaryField(max_length=32, primary_key=True, serialize=False, verbose_name='digest')),
            ],
            options={
                'verbose_name': 'used survey link',
                'verbose_name_plural': 'used survey links',
            },
        ),
        migrations.RemoveConstraint(
            model_name='survey',
            name='survey_asks_about_one_thing',
        ),
        migrations.AddField(
            model_name='historicalsurvey',
            name='asks_by_itself',
            field=models.BooleanField(default=True, help_text='After a training session or event: links go to those who attended as soon as it is over.', verbose_name='asks by itself'),
        ),
        migrations.AddField(
            model_name='historicalsurvey',
            name='event',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='outreach.event', verbose_name='event'),
        ),
        migrations.AddField(
            model_name='historicalsurvey',
            name='training_session',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='training.session', verbose_name='training session'),
        ),
        migrations.AddField(
            model_name='survey',
            name='asks_by_itself',
            field=models.BooleanField(default=True, help_text='After a training session or event: links go to those who attended as soon as it is over.', verbose_name='asks by itself'),
        ),
        migrations.AddField(
            model_name='survey',
            name='event',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='survey', to='outreach.event', verbose_name='event'),
        ),
        migrations.AddField(
            model_name='survey',
            name='training_session',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='survey', to='training.session', verbose_name='training session'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('event__isnull', True), ('training_session__isnull', True), ('unit__isnull', True)), models.Q(('event__isnull', True), ('service_point__isnull', True), ('training_session__isnull', True)), models.Q(('event__isnull', True), ('service_point__isnull', True), ('unit__isnull', True)), models.Q(('service_point__isnull', True), ('training_session__isnull', True), ('unit__isnull', True)), _connector='OR'), name='survey_asks_about_one_thing_only'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='enrolment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='survey_invitations', to='training.enrolment', verbose_name='enrolment'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='evaluations.period', verbose_name='survey period'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='registration',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='survey_invitations', to='outreach.registration', verbose_name='registration'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='revoked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revoked by'),
        ),
        migrations.AddField(
            model_name='spentlink',
            name='period',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.period', verbose_name='survey period'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('enrolment__isnull', False), ('registration__isnull', True)), models.Q(('enrolment__isnull', True), ('registration__isnull', False)), _connector='OR'), name='survey_link_is_for_one_who_attended'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(fields=('period', 'enrolment'), name='participant_is_asked_once_a_period'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(fields=('period', 'registration'), name='registration_is_asked_once_a_period'),
        ),
    ]
