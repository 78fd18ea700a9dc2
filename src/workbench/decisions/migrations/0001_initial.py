import django.db.models.deletion
import workbench.common.fields
import workbench.journal.recording
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('customers', '0001_initial'),
        ('policies', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FactsBlob',
            fields=[
                ('digest', models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ('body', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='BranchRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('as_of', models.DateField()),
                ('state', workbench.common.fields.CodeField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=8)),
                ('started_by', workbench.common.fields.CodeField(max_length=40)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('stage', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('share', models.FloatField(default=0)),
                ('rows_in', models.PositiveIntegerField(null=True)),
                ('counts', models.JSONField(default=dict)),
                ('quarantine', models.BinaryField(default=b'')),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.branch')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('pack', workbench.common.fields.CodeField(max_length=40)),
                ('subject', workbench.common.fields.CodeField(blank=True, max_length=30)),
                ('as_of', models.DateField()),
                ('known_at', models.DateTimeField()),
                ('status', workbench.common.fields.CodeField(max_length=14)),
                ('result', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('record', models.BinaryField()),
                ('facts', models.BinaryField(max_length=32)),
                ('holds_until', models.DateField(null=True)),
                ('visible_only', models.BooleanField(default=False)),
                ('bundle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.bundle')),
                ('city_branch', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.branch')),
                ('party', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='customers.party')),
            ],
        ),
        migrations.CreateModel(
            name='IssuedPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('number', workbench.common.fields.CodeField(max_length=24, unique=True)),
                ('kind', workbench.common.fields.CodeField(choices=[('form', 'Form of classification'), ('needs', 'What to bring, told once'), ('needs_spouse', 'What to bring, told once: spouse'), ('change', 'Notice of a change of class'), ('fall', 'Notice of an intended fall'), ('no_class', 'Notice of no class'), ('explanation', 'Letter of explanation')], max_length=14)),
                ('issued_at', models.DateTimeField()),
                ('issued_by', workbench.common.fields.CodeField(max_length=40)),
                ('sha256', workbench.common.fields.CodeField(max_length=64)),
                ('body', models.BinaryField()),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='decisions.decision')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='customers.party')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LastDecided',
            fields=[
                ('party', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='customers.party')),
                ('as_of', models.DateField()),
                ('at', models.DateTimeField()),
                ('holds_until', models.DateField(null=True)),
                ('bundle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.bundle')),
            ],
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('scale', workbench.common.fields.CodeField(default='customer_class', max_length=30)),
                ('klass', workbench.common.fields.CodeField(max_length=40)),
                ('state', workbench.common.fields.CodeField(choices=[('pending', 'Not yet in force'), ('valid', 'In force'), ('watch', 'Under watch before a fall'), ('suspended', 'Suspended'), ('expired', 'Lapsed at its end'), ('fallen', 'Fallen'), ('removed', 'Removed'), ('closed', 'Closed'), ('void', 'Void from the beginning')], max_length=10)),
                ('basis', workbench.common.fields.CodeField(choices=[('finding', 'Finding'), ('exception', 'Exception'), ('correction', 'Correction')], default='finding', max_length=10)),
                ('given_on', models.DateField()),
                ('given_by', workbench.common.fields.CodeField(max_length=40)),
                ('approved_by', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('rechecked_on', models.DateField(null=True)),
                ('rechecked_by', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('class_found', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('fall_found_on', models.DateField(null=True)),
                ('watch_until', models.DateField(null=True)),
                ('assumptions', models.JSONField(default=list)),
                ('suspended_on', models.DateField(null=True)),
                ('suspended_because', models.TextField(blank=True)),
                ('suspended_by', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('superseded', models.BooleanField(default=False)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_until', models.DateTimeField(null=True)),
                ('city_branch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.branch')),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.decision')),
                ('party', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='customers.party')),
            ],
        ),
        migrations.CreateModel(
            name='Audit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('drawn_at', models.DateTimeField()),
                ('seed', workbench.common.fields.CodeField(max_length=40)),
                ('out_of', models.PositiveIntegerField()),
                ('rows', models.JSONField(default=list)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.branch')),
                ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('drawn_by', models.F('staff')), _negated=True), name='nobody_audits_himself')],
            },
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['party', 'pack', '-known_at'], name='decision_of_party'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(fields=['party', 'scale', 'recorded_until'], name='standing_of_party'),
        ),
        migrations.AddConstraint(
            model_name='standing',
            constraint=models.UniqueConstraint(condition=models.Q(('recorded_until', None), ('superseded', False), ('state__in', ['valid', 'watch', 'suspended'])), fields=('party', 'scale', 'city_branch'), name='one_class_alive', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='standing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_by', models.F('given_by')), _negated=True), ('approved_by', ''), _connector='OR'), name='up_needs_another'),
        ),
    ]
