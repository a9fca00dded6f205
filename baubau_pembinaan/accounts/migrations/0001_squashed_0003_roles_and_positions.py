"""All tables of this room in one step, for a new installation; one that stands took the steps replaced here.

Made from those steps (docs/decisions/0010-squashed-migrations.md); the next change is a step of its own.
"""

from importlib import import_module

from django.conf import settings
from django.db import migrations, models
import baubau_pembinaan.accounts.models.user
import baubau_pembinaan.core.migrating
import django.contrib.auth.validators
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import simple_history.models
from baubau_pembinaan.core import triggers


def _again(step, place):
    """The operation of a replaced step that moves rows or speaks SQL, as it stands there."""
    return import_module(f"baubau_pembinaan.accounts.migrations.{step}").Migration.operations[place]


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_guards"),
        ("accounts", "0003_roles_and_positions"),
    ]
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("libraries", "0001_squashed_0009_stop_history_only_grows"),
    ]
    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        baubau_pembinaan.core.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='HistoricalPosition',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                        ('code', models.SlugField(max_length=60, verbose_name='code')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                        ('kind', models.CharField(choices=[('pimpinan_tinggi', 'Senior leader'), ('administrator', 'Administrator post'), ('pengawas', 'Overseer post'), ('jf_pustakawan', 'Functional librarian'), ('jf_asisten', 'Functional library assistant'), ('pelaksana', 'General staff')], max_length=20, verbose_name='kind')),
                        ('level', models.CharField(blank=True, choices=[('ahli_pertama', 'Ahli Pertama'), ('ahli_muda', 'Ahli Muda'), ('ahli_madya', 'Ahli Madya'), ('ahli_utama', 'Ahli Utama'), ('terampil', 'Terampil'), ('mahir', 'Mahir'), ('penyelia', 'Penyelia')], max_length=20, verbose_name='level')),
                        ('order', models.PositiveSmallIntegerField(default=500, verbose_name='order')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ],
                    options={
                        'verbose_name': 'history: position',
                        'verbose_name_plural': 'history: position',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                        'default_permissions': (),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalUser',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('username', models.CharField(db_index=True, error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                        ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                        ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                        ('name', models.CharField(max_length=150, verbose_name='name')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                        ('language', models.CharField(choices=[('id', 'Indonesian'), ('en', 'English')], default='id', max_length=2, verbose_name='language')),
                        ('inspector_until', models.DateField(blank=True, help_text="Last day an inspector may sign in. Required for the inspector's role.", null=True, verbose_name='inspector until')),
                        ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='invented person')),
                        ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ],
                    options={
                        'verbose_name': 'history: account',
                        'verbose_name_plural': 'history: account',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                        'default_permissions': (),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                        ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                        ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                        ('name', models.CharField(max_length=150, verbose_name='name')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                        ('language', models.CharField(choices=[('id', 'Indonesian'), ('en', 'English')], default='id', max_length=2, verbose_name='language')),
                        ('inspector_until', models.DateField(blank=True, help_text="Last day an inspector may sign in. Required for the inspector's role.", null=True, verbose_name='inspector until')),
                        ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='invented person')),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'verbose_name': 'account',
                        'verbose_name_plural': 'accounts',
                        'ordering': [django.db.models.functions.text.Lower('name'), 'pk'],
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='account_email_belongs_to_one_person')],
                    },
                    managers=[
                        ('objects', baubau_pembinaan.accounts.models.user.AccountManager()),
                    ],
                ),
                migrations.CreateModel(
                    name='HistoricalStaffProfile',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                        ('name', models.CharField(max_length=150, verbose_name='name')),
                        ('title_prefix', models.CharField(blank=True, max_length=40, verbose_name='title before the name')),
                        ('title_suffix', models.CharField(blank=True, max_length=60, verbose_name='title after the name')),
                        ('nip', models.CharField(blank=True, help_text='Digits; spaces are removed.', max_length=21, verbose_name='NIP / NI PPPK')),
                        ('employment_status', models.CharField(choices=[('pns', 'PNS'), ('pppk', 'PPPK'), ('pppk_pw', 'PPPK Paruh Waktu'), ('non_asn', 'Non-ASN')], default='non_asn', max_length=10, verbose_name='employment status')),
                        ('phone', models.CharField(blank=True, help_text='For example 0812 3456 7890.', max_length=20, verbose_name='mobile phone')),
                        ('joined_on', models.DateField(blank=True, null=True, verbose_name='joined on')),
                        ('left_on', models.DateField(blank=True, null=True, verbose_name='last working day')),
                        ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='invented person')),
                        ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                    ],
                    options={
                        'verbose_name': 'history: staff member',
                        'verbose_name_plural': 'history: staff member',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                        'default_permissions': (),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalUser_groups',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('m2m_history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('group', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='auth.group')),
                        ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='accounts.historicaluser')),
                        ('user', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'HistoricalUser_groups',
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Position',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=60, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                        ('kind', models.CharField(choices=[('pimpinan_tinggi', 'Senior leader'), ('administrator', 'Administrator post'), ('pengawas', 'Overseer post'), ('jf_pustakawan', 'Functional librarian'), ('jf_asisten', 'Functional library assistant'), ('pelaksana', 'General staff')], max_length=20, verbose_name='kind')),
                        ('level', models.CharField(blank=True, choices=[('ahli_pertama', 'Ahli Pertama'), ('ahli_muda', 'Ahli Muda'), ('ahli_madya', 'Ahli Madya'), ('ahli_utama', 'Ahli Utama'), ('terampil', 'Terampil'), ('mahir', 'Mahir'), ('penyelia', 'Penyelia')], max_length=20, verbose_name='level')),
                        ('order', models.PositiveSmallIntegerField(default=500, verbose_name='order')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                    ],
                    options={
                        'verbose_name': 'position',
                        'verbose_name_plural': 'positions',
                        'ordering': ['order', 'name', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'jf_pustakawan'), ('level__in', ['ahli_pertama', 'ahli_muda', 'ahli_madya', 'ahli_utama'])), models.Q(('kind', 'jf_asisten'), ('level__in', ['terampil', 'mahir', 'penyelia'])), models.Q(models.Q(('kind__in', ['jf_pustakawan', 'jf_asisten']), _negated=True), ('level', '')), _connector='OR'), name='position_level_fits_its_kind', violation_error_message='Librarian and assistant posts need a level of their own kind; others none.')],
                    },
                ),
                migrations.CreateModel(
                    name='StaffProfile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=150, verbose_name='name')),
                        ('title_prefix', models.CharField(blank=True, max_length=40, verbose_name='title before the name')),
                        ('title_suffix', models.CharField(blank=True, max_length=60, verbose_name='title after the name')),
                        ('nip', models.CharField(blank=True, help_text='Digits; spaces are removed.', max_length=21, verbose_name='NIP / NI PPPK')),
                        ('employment_status', models.CharField(choices=[('pns', 'PNS'), ('pppk', 'PPPK'), ('pppk_pw', 'PPPK Paruh Waktu'), ('non_asn', 'Non-ASN')], default='non_asn', max_length=10, verbose_name='employment status')),
                        ('phone', models.CharField(blank=True, help_text='For example 0812 3456 7890.', max_length=20, verbose_name='mobile phone')),
                        ('joined_on', models.DateField(blank=True, null=True, verbose_name='joined on')),
                        ('left_on', models.DateField(blank=True, null=True, verbose_name='last working day')),
                        ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='invented person')),
                        ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='profile', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                    ],
                    options={
                        'verbose_name': 'staff member',
                        'verbose_name_plural': 'staff',
                        'ordering': [django.db.models.functions.text.Lower('name'), 'pk'],
                        'constraints': [models.UniqueConstraint(models.F('nip'), condition=models.Q(('nip', ''), _negated=True), name='nip_belongs_to_one_person', violation_error_message='Another staff member already carries this NIP.'), models.CheckConstraint(condition=models.Q(('nip__regex', '^[0-9]*$')), name='nip_is_stored_as_digits', violation_error_message='NIP holds digits only.'), models.CheckConstraint(condition=models.Q(('phone', ''), ('phone__regex', '^628[0-9]{7,11}$'), _connector='OR'), name='phone_is_stored_as_628', violation_error_message='Write a mobile number such as 0812 3456 7890.'), models.CheckConstraint(condition=models.Q(('left_on', None), ('joined_on', None), ('left_on__gte', models.F('joined_on')), _connector='OR'), name='nobody_leaves_before_joining', violation_error_message='The last working day lies before the first.')],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hashed_token', models.CharField(editable=False, max_length=64, unique=True, verbose_name='hashed link')),
                        ('issued_at', models.DateTimeField(verbose_name='issued at')),
                        ('expires_at', models.DateTimeField(verbose_name='expires at')),
                        ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='used at')),
                        ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked at')),
                        ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='issued by')),
                        ('profile', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='accounts.staffprofile', verbose_name='staff member')),
                    ],
                    options={
                        'verbose_name': 'one-time link',
                        'verbose_name_plural': 'one-time links',
                        'ordering': ['-issued_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('issued_at'))), name='invitation_expires_after_issue'), models.CheckConstraint(condition=models.Q(('used_at', None), ('revoked_at', None), _connector='OR'), name='invitation_used_or_revoked')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalDelegation',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                        ('scope', models.CharField(choices=[('semua', 'Everything the giver decides'), ('pembinaan', 'Reviews and development of staff'), ('pengadaan', 'Purchases and funds')], default='semua', max_length=20, verbose_name='scope')),
                        ('starts_on', models.DateField(verbose_name='from')),
                        ('ends_on', models.DateField(help_text='Last day, counted in.', verbose_name='until')),
                        ('decree_number', models.CharField(blank=True, max_length=80, verbose_name='letter number')),
                        ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('giver', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.staffprofile', verbose_name='given by')),
                        ('receiver', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.staffprofile', verbose_name='given to')),
                    ],
                    options={
                        'verbose_name': 'history: delegation',
                        'verbose_name_plural': 'history: delegation',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                        'default_permissions': (),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalAppointment',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('history_user_name', models.CharField(blank=True, default='', max_length=150, verbose_name='by')),
                        ('kind', models.CharField(choices=[('definitif', 'Definitive'), ('plt', 'Plt.'), ('plh', 'Plh.')], default='definitif', max_length=10, verbose_name='kind')),
                        ('employment_status', models.CharField(choices=[('pns', 'PNS'), ('pppk', 'PPPK'), ('pppk_pw', 'PPPK Paruh Waktu'), ('non_asn', 'Non-ASN')], max_length=10, verbose_name='employment status')),
                        ('golongan', models.CharField(blank=True, choices=[('I/a', 'I/a'), ('I/b', 'I/b'), ('I/c', 'I/c'), ('I/d', 'I/d'), ('II/a', 'II/a'), ('II/b', 'II/b'), ('II/c', 'II/c'), ('II/d', 'II/d'), ('III/a', 'III/a'), ('III/b', 'III/b'), ('III/c', 'III/c'), ('III/d', 'III/d'), ('IV/a', 'IV/a'), ('IV/b', 'IV/b'), ('IV/c', 'IV/c'), ('IV/d', 'IV/d'), ('IV/e', 'IV/e')], max_length=5, verbose_name='rank (golongan)')),
                        ('starts_on', models.DateField(verbose_name='from')),
                        ('ends_on', models.DateField(blank=True, help_text='Last day, counted in.', null=True, verbose_name='until')),
                        ('decree_number', models.CharField(blank=True, max_length=80, verbose_name='decree number')),
                        ('history_user_id', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='account')),
                        ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='reason')),
                        ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('service_point', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='libraries.servicepoint', verbose_name='service point')),
                        ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='libraries.unit', verbose_name='unit')),
                        ('position', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.position', verbose_name='position')),
                        ('profile', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.staffprofile', verbose_name='staff member')),
                        ('stands_in_for', models.ForeignKey(blank=True, db_constraint=False, help_text='For Plt. and Plh.: whose staff this person leads meanwhile.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.staffprofile', verbose_name='stands in for')),
                        ('supervisor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.staffprofile', verbose_name='supervisor')),
                    ],
                    options={
                        'verbose_name': 'history: appointment',
                        'verbose_name_plural': 'history: appointment',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                        'default_permissions': (),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Delegation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('scope', models.CharField(choices=[('semua', 'Everything the giver decides'), ('pembinaan', 'Reviews and development of staff'), ('pengadaan', 'Purchases and funds')], default='semua', max_length=20, verbose_name='scope')),
                        ('starts_on', models.DateField(verbose_name='from')),
                        ('ends_on', models.DateField(help_text='Last day, counted in.', verbose_name='until')),
                        ('decree_number', models.CharField(blank=True, max_length=80, verbose_name='letter number')),
                        ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_given', to='accounts.staffprofile', verbose_name='given by')),
                        ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_received', to='accounts.staffprofile', verbose_name='given to')),
                    ],
                    options={
                        'verbose_name': 'delegation',
                        'verbose_name_plural': 'delegations',
                        'ordering': ['-starts_on', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='delegation_ends_after_it_starts', violation_error_message='The last day lies before the first.'), models.CheckConstraint(condition=models.Q(('giver', models.F('receiver')), _negated=True), name='nobody_delegates_to_themselves', violation_error_message='Nobody delegates to themselves.')],
                    },
                ),
                migrations.CreateModel(
                    name='Appointment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('definitif', 'Definitive'), ('plt', 'Plt.'), ('plh', 'Plh.')], default='definitif', max_length=10, verbose_name='kind')),
                        ('employment_status', models.CharField(choices=[('pns', 'PNS'), ('pppk', 'PPPK'), ('pppk_pw', 'PPPK Paruh Waktu'), ('non_asn', 'Non-ASN')], max_length=10, verbose_name='employment status')),
                        ('golongan', models.CharField(blank=True, choices=[('I/a', 'I/a'), ('I/b', 'I/b'), ('I/c', 'I/c'), ('I/d', 'I/d'), ('II/a', 'II/a'), ('II/b', 'II/b'), ('II/c', 'II/c'), ('II/d', 'II/d'), ('III/a', 'III/a'), ('III/b', 'III/b'), ('III/c', 'III/c'), ('III/d', 'III/d'), ('IV/a', 'IV/a'), ('IV/b', 'IV/b'), ('IV/c', 'IV/c'), ('IV/d', 'IV/d'), ('IV/e', 'IV/e')], max_length=5, verbose_name='rank (golongan)')),
                        ('starts_on', models.DateField(verbose_name='from')),
                        ('ends_on', models.DateField(blank=True, help_text='Last day, counted in.', null=True, verbose_name='until')),
                        ('decree_number', models.CharField(blank=True, max_length=80, verbose_name='decree number')),
                        ('service_point', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='libraries.servicepoint', verbose_name='service point')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='libraries.unit', verbose_name='unit')),
                        ('position', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='accounts.position', verbose_name='position')),
                        ('profile', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='accounts.staffprofile', verbose_name='staff member')),
                        ('stands_in_for', models.ForeignKey(blank=True, help_text='For Plt. and Plh.: whose staff this person leads meanwhile.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stand_in_appointments', to='accounts.staffprofile', verbose_name='stands in for')),
                        ('supervisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supervised_appointments', to='accounts.staffprofile', verbose_name='supervisor')),
                    ],
                    options={
                        'verbose_name': 'appointment',
                        'verbose_name_plural': 'appointments',
                        'ordering': ['-starts_on', '-pk'],
                        'indexes': [models.Index(fields=['supervisor', 'starts_on'], name='appointment_supervisor_day')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='appointment_ends_after_it_starts', violation_error_message='The last day lies before the first.'), models.CheckConstraint(condition=models.Q(('supervisor', None), models.Q(('supervisor', models.F('profile')), _negated=True), _connector='OR'), name='nobody_supervises_themselves', violation_error_message='Nobody supervises themselves.'), models.CheckConstraint(condition=models.Q(('stands_in_for', None), models.Q(models.Q(('kind', 'definitif'), _negated=True), models.Q(('stands_in_for', models.F('profile')), _negated=True)), _connector='OR'), name='only_acting_appointments_stand_in', violation_error_message='Only a Plt. or Plh. stands in for somebody else.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'definitif')), expressions=[('profile', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_definitive_appointment_at_a_time', violation_error_message='This person already holds a definitive post in these days.')],
                    },
                ),
            ],
        ),
        triggers.AppendOnly("accounts.HistoricalUser"),
        triggers.AppendOnly("accounts.HistoricalUser_groups"),
        triggers.AppendOnly("accounts.HistoricalPosition"),
        triggers.AppendOnly("accounts.HistoricalStaffProfile"),
        triggers.AppendOnly("accounts.HistoricalAppointment"),
        triggers.AppendOnly("accounts.HistoricalDelegation"),
        _again("0003_roles_and_positions", 0),
    ]
