import django.db.models.deletion
import workbench.common.fields
import workbench.journal.recording
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('number', workbench.common.fields.CodeField(max_length=20, unique=True)),
                ('kind', workbench.common.fields.CodeField(choices=[('person', 'Person'), ('company', 'Company'), ('other', 'Other organisation')], max_length=8)),
                ('name', models.CharField(db_index=True, max_length=80)),
                ('state', workbench.common.fields.CodeField(choices=[('none', 'Not a customer'), ('prospect', 'Prospect'), ('active', 'On the books'), ('restricted', 'Business restricted'), ('dead', 'Deceased'), ('incapable', 'Without legal capacity'), ('missing', 'Missing person'), ('closed', 'Account closed'), ('merged', 'Merged into another file')], default='prospect', max_length=10)),
                ('identity_kind', workbench.common.fields.CodeField(blank=True, max_length=20)),
                ('identity_sealed', models.BinaryField(default=b'')),
                ('identity_blind', models.BinaryField(db_index=True, max_length=16, null=True)),
                ('identity_tail', models.BinaryField(db_index=True, max_length=16, null=True)),
                ('identity_until', models.DateField(null=True)),
                ('phone_sealed', models.BinaryField(default=b'')),
                ('phone_blind', models.BinaryField(db_index=True, max_length=16, null=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.branch')),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='customers.party')),
            ],
            options={
                'verbose_name_plural': 'parties',
            },
        ),
        migrations.CreateModel(
            name='PartyNow',
            fields=[
                ('party', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='now', serialize=False, to='customers.party')),
                ('facts', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('title', models.CharField(max_length=80)),
                ('media_type', workbench.common.fields.CodeField(max_length=60)),
                ('size', models.PositiveIntegerField()),
                ('sha256', workbench.common.fields.CodeField(db_index=True, max_length=64)),
                ('issuer', models.CharField(blank=True, max_length=80)),
                ('issued_on', models.DateField(null=True)),
                ('box', models.CharField(blank=True, max_length=40)),
                ('state', workbench.common.fields.CodeField(choices=[('unverified', 'To be verified'), ('verified', 'Verified'), ('doubtful', 'Doubtful'), ('false', 'Proven false'), ('spent', 'No longer valid')], default='unverified', max_length=10)),
                ('original_seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='customers.party')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
            ],
            options={
                'verbose_name_plural': 'evidence',
            },
        ),
        migrations.CreateModel(
            name='Authorisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('purpose', workbench.common.fields.CodeField(choices=[('credit_query', 'Query of the credit register'), ('personal_data', 'Handling of personal information'), ('post_loan', 'Management after lending'), ('marketing', 'Marketing')], max_length=14)),
                ('number', workbench.common.fields.CodeField(max_length=30, unique=True)),
                ('signed_on', models.DateField()),
                ('until', models.DateField(null=True)),
                ('withdrawn_on', models.DateField(null=True)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authorisations', to='customers.party')),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.evidence')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('name', workbench.common.fields.CodeField(max_length=60)),
                ('value', models.JSONField(null=True)),
                ('true_on', models.DateField()),
                ('known_at', models.DateTimeField()),
                ('kind', workbench.common.fields.CodeField(choices=[('first', 'First value'), ('change', 'Change'), ('correction', 'Correction'), ('falsified', 'False evidence')], default='first', max_length=10)),
                ('source', workbench.common.fields.CodeField(max_length=20)),
                ('entered_by', workbench.common.fields.CodeField(max_length=40)),
                ('authorisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.authorisation')),
                ('city_branch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.branch')),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='customers.evidence')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='customers.party')),
            ],
        ),
        migrations.CreateModel(
            name='Gap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('name', workbench.common.fields.CodeField(max_length=60)),
                ('state', workbench.common.fields.CodeField(choices=[('not_collected', 'Not collected'), ('requested', 'Requested'), ('no_authorisation', 'No authorisation'), ('cannot_find', 'Cannot be found out'), ('refused', 'Customer declines to give it')], max_length=18)),
                ('asked_of', models.CharField(blank=True, max_length=80)),
                ('due_on', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('since', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.evidence')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gaps', to='customers.party')),
            ],
        ),
        migrations.CreateModel(
            name='PartyLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('kind', workbench.common.fields.CodeField(choices=[('spouse', 'Spouse'), ('employer', 'Employer'), ('guarantor', 'Guarantor'), ('household', 'Member of the household'), ('owner', 'Owner')], max_length=10)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.evidence')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='linked_from', to='customers.party')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='customers.party')),
            ],
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('kind', workbench.common.fields.CodeField(choices=[('lead', 'Lead'), ('assist', 'Assist'), ('view', 'View')], max_length=6)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('reason', models.CharField(max_length=120)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.branch')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations', to='customers.party')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations', to='accounts.staff')),
            ],
        ),
        migrations.CreateModel(
            name='CustomerRow',
            fields=[
                ('party', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='row', serialize=False, to='customers.party')),
                ('customer_class', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('class_state', workbench.common.fields.CodeField(blank=True, max_length=10)),
                ('class_until', models.DateField(null=True)),
                ('class_found', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('found_status', workbench.common.fields.CodeField(blank=True, max_length=14)),
                ('credit_grade', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('risk_tier', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('value_tier', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('consumer_standing', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('worst_category', workbench.common.fields.CodeField(blank=True, max_length=20)),
                ('days_past_due', models.PositiveIntegerField(null=True)),
                ('loan_balance', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('open_gaps', models.PositiveSmallIntegerField(default=0)),
                ('pending', workbench.common.fields.CodeField(blank=True, max_length=30)),
                ('next_recheck_on', models.DateField(null=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.branch')),
                ('manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
            ],
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['branch', 'number'], name='party_branch'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('verified_by', None), models.Q(('verified_by', models.F('original_seen_by')), _negated=True), _connector='OR'), name='two_verify'),
        ),
        migrations.AddIndex(
            model_name='fact',
            index=models.Index(fields=['party', 'name', 'known_at'], name='fact_of_party'),
        ),
        migrations.AddConstraint(
            model_name='gap',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('party', 'name'), name='one_open_gap'),
        ),
        migrations.AddConstraint(
            model_name='partylink',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='link_lasts'),
        ),
        migrations.AddConstraint(
            model_name='partylink',
            constraint=models.CheckConstraint(condition=models.Q(('party', models.F('other')), _negated=True), name='linked_to_another'),
        ),
        migrations.AddConstraint(
            model_name='partylink',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'spouse'), ('until', None)), fields=('party',), name='one_spouse_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='relation',
            index=models.Index(fields=['staff', 'until', 'party'], name='relation_portfolio'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='relation_lasts'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'lead'), ('until', None)), fields=('party',), name='one_leading_manager'),
        ),
    ]
