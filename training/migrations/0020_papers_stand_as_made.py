"""Numbered letters keep what they say; memos and invitations name their reader, papers their signer."""

import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0019_who_waited_to_the_end'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalsessionpaper',
            name='addressee',
            field=models.CharField(blank=True, help_text='A memo names its reader. An invitation left empty goes to the participants.', max_length=200, verbose_name='to whom'),
        ),
        migrations.AddField(
            model_name='historicalsessionpaper',
            name='signer',
            field=models.JSONField(blank=True, default=dict, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='who signs'),
        ),
        migrations.AddField(
            model_name='historicalsessionpaper',
            name='snapshot',
            field=models.JSONField(blank=True, default=dict, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='what it says'),
        ),
        migrations.AddField(
            model_name='sessionpaper',
            name='addressee',
            field=models.CharField(blank=True, help_text='A memo names its reader. An invitation left empty goes to the participants.', max_length=200, verbose_name='to whom'),
        ),
        migrations.AddField(
            model_name='sessionpaper',
            name='signer',
            field=models.JSONField(blank=True, default=dict, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='who signs'),
        ),
        migrations.AddField(
            model_name='sessionpaper',
            name='snapshot',
            field=models.JSONField(blank=True, default=dict, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='what it says'),
        ),
        migrations.AlterField(
            model_name='historicalsessionpaper',
            name='number',
            field=models.CharField(blank=True, help_text="With a number the paper stays as it is made; without one it follows the session's record.", max_length=80, verbose_name="number from the office's register"),
        ),
        migrations.AlterField(
            model_name='sessionpaper',
            name='number',
            field=models.CharField(blank=True, help_text="With a number the paper stays as it is made; without one it follows the session's record.", max_length=80, verbose_name="number from the office's register"),
        ),
    ]
