import django.db.models.deletion
import workbench.common.fields
import workbench.journal.recording
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Branch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('code', workbench.common.fields.CodeField(max_length=12, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('level', workbench.common.fields.CodeField(choices=[('head_office', 'Head office'), ('first_branch', 'Tier-one branch'), ('city_branch', 'Tier-two branch'), ('sub_branch', 'Tier-one sub-branch'), ('outlet', 'Outlet')], max_length=12)),
                ('path', workbench.common.fields.CodeField(max_length=80, unique=True)),
                ('agency', models.BooleanField(default=False)),
                ('opened_on', models.DateField()),
                ('closed_on', models.DateField(null=True)),
                ('city_branch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='territory', to='accounts.branch')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.branch')),
            ],
            options={
                'ordering': ('path',),
            },
        ),
        migrations.CreateModel(
            name='Staff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('number', workbench.common.fields.CodeField(max_length=12, unique=True)),
                ('name', models.CharField(max_length=40)),
                ('state', workbench.common.fields.CodeField(choices=[('working', 'At work'), ('on_leave', 'On leave'), ('forced_leave', 'Mandatory leave'), ('suspended', 'Suspended from duty'), ('handing_over', 'Handing over'), ('off_post', 'Off post'), ('left', 'Left the bank')], default='working', max_length=14)),
                ('joined_on', models.DateField()),
                ('left_on', models.DateField(null=True)),
                ('identity_blind', models.BinaryField(max_length=16, null=True)),
                ('totp_secret', models.BinaryField(default=b'')),
                ('totp_last', models.PositiveBigIntegerField(default=0)),
                ('failed_sign_ins', models.PositiveSmallIntegerField(default=0)),
                ('locked_until', models.DateTimeField(null=True)),
                ('password_changed_at', models.DateTimeField(null=True)),
                ('language', workbench.common.fields.CodeField(default='zh-hans', max_length=8)),
                ('branch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='accounts.branch')),
            ],
            options={
                'verbose_name_plural': 'staff',
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='OpenSession',
            fields=[
                ('key', workbench.common.fields.CodeField(max_length=40, primary_key=True, serialize=False)),
                ('opened_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='accounts.staff')),
            ],
        ),
        migrations.CreateModel(
            name='Authority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('kind', workbench.common.fields.CodeField(max_length=40)),
                ('value', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('document', models.CharField(max_length=80)),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authorities', to='accounts.staff')),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.branch')),
            ],
            options={
                'verbose_name_plural': 'authorities',
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='authority_lasts'), models.CheckConstraint(condition=models.Q(('given_by', models.F('staff')), _negated=True), name='nobody_authorises_himself')],
            },
        ),
        migrations.CreateModel(
            name='BranchPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('name', models.CharField(max_length=60)),
                ('level', workbench.common.fields.CodeField(choices=[('head_office', 'Head office'), ('first_branch', 'Tier-one branch'), ('city_branch', 'Tier-two branch'), ('sub_branch', 'Tier-one sub-branch'), ('outlet', 'Outlet')], max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('document', models.CharField(blank=True, max_length=80)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='accounts.branch')),
                ('city_branch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.branch')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.branch')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('branch', 'since'), name='one_period_a_day'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='period_lasts')],
            },
        ),
        migrations.CreateModel(
            name='Deputy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stands_in_for', to='accounts.staff')),
                ('named_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
                ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to='accounts.staff')),
            ],
            options={
                'verbose_name_plural': 'deputies',
                'constraints': [models.CheckConstraint(condition=models.Q(('principal', models.F('deputy')), _negated=True), name='nobody_stands_in_for_himself'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='deputy_lasts'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(models.Q(('confirmed_by', models.F('principal')), _negated=True), models.Q(('confirmed_by', models.F('deputy')), _negated=True), models.Q(('confirmed_by', models.F('named_by')), _negated=True)), _connector='OR'), name='a_third_person_confirms')],
            },
        ),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('post', workbench.common.fields.CodeField(choices=[('leader', 'Branch leader'), ('department_head', 'Head of consumer lending'), ('account_manager', 'Account manager'), ('lobby_manager', 'Lobby manager'), ('wealth_manager', 'Wealth manager'), ('reviewer', 'Reviewer'), ('approver', 'Approver'), ('class_officer', 'Classification officer'), ('query_officer', 'Credit query officer'), ('archivist', 'Archivist'), ('aml_officer', 'Anti-money-laundering officer'), ('list_keeper', 'Keeper of reference lists'), ('risk_manager', 'Risk manager'), ('policy_owner', 'Policy owner'), ('auditor', 'Auditor'), ('system_administrator', 'System administrator'), ('permission_administrator', 'Permission administrator'), ('audit_administrator', 'Audit administrator')], max_length=26)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='accounts.branch')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
                ('granted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='accounts.staff')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='holding_lasts'), models.CheckConstraint(condition=models.Q(('granted_by', models.F('staff')), _negated=True), name='nobody_grants_himself'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(models.Q(('confirmed_by', models.F('granted_by')), _negated=True), models.Q(('confirmed_by', models.F('staff')), _negated=True)), _connector='OR'), name='a_second_person_confirms')],
            },
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('name', models.CharField(max_length=40)),
                ('digest', workbench.common.fields.CodeField(max_length=64, unique=True)),
                ('rights', models.JSONField(default=list)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='accounts.staff')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='token_ends')],
            },
        ),
    ]
