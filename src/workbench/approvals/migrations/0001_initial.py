import django.db.models.deletion
import workbench.common.fields
import workbench.journal.recording
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('customers', '0001_initial'),
        ('decisions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('number', workbench.common.fields.CodeField(max_length=30, unique=True)),
                ('product', workbench.common.fields.CodeField(max_length=40)),
                ('stage', workbench.common.fields.CodeField(choices=[('investigation', 'Accepted, under investigation'), ('examination', 'Under examination and approval'), ('approved', 'Approved, not signed'), ('signed', 'Signed, not paid out'), ('paid', 'Paid out, or draws within a limit'), ('closed', 'Closed in the core')], max_length=14)),
                ('accepted_on', models.DateField()),
                ('klass', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('bundle', workbench.common.fields.CodeField(max_length=64)),
                ('held_since', models.DateField(null=True)),
                ('held_because', workbench.common.fields.CodeField(blank=True, max_length=20)),
                ('held_for', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('due_on', models.DateField(null=True)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='customers.party')),
                ('standing', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.standing')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('kind', workbench.common.fields.CodeField(max_length=30)),
                ('happened_on', models.DateField()),
                ('known_at', models.DateTimeField()),
                ('recorded_by', workbench.common.fields.CodeField(max_length=40)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('reversed_at', models.DateTimeField(null=True)),
                ('reversed_by', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('reversed_because', models.CharField(blank=True, max_length=200)),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.evidence')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='customers.party')),
            ],
        ),
        migrations.CreateModel(
            name='Recheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('state', workbench.common.fields.CodeField(choices=[('open', 'Not done'), ('proposed', 'Proposed'), ('done', 'Done'), ('lapsed', 'Lapsed')], default='open', max_length=10)),
                ('opened_on', models.DateField()),
                ('due_on', models.DateField()),
                ('done_on', models.DateField(null=True)),
                ('done_by', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('because', models.CharField(blank=True, max_length=200)),
                ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rechecks', to='approvals.event')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rechecks', to='customers.party')),
            ],
        ),
        migrations.CreateModel(
            name='RightsRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('kind', workbench.common.fields.CodeField(choices=[('explanation', 'Explanation asked for'), ('review', 'Review by a person asked for'), ('correction', 'Correction asked for'), ('objection', 'Objection')], max_length=12)),
                ('asked_on', models.DateField()),
                ('due_on', models.DateField()),
                ('words', models.CharField(max_length=200)),
                ('taken_by', workbench.common.fields.CodeField(max_length=40)),
                ('known_at', models.DateTimeField()),
                ('proposed_by', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('approved_by', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('outcome', workbench.common.fields.CodeField(blank=True, choices=[('given', 'Done as asked'), ('upheld', 'The decision stands'), ('reopened', 'To be looked at again')], max_length=10)),
                ('answer', models.CharField(blank=True, max_length=400)),
                ('answered_on', models.DateField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='customers.party')),
            ],
        ),
        migrations.CreateModel(
            name='AdjustedGrade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('grade', workbench.common.fields.CodeField(max_length=40)),
                ('adjusted', workbench.common.fields.CodeField(max_length=40)),
                ('basis', models.CharField(max_length=200)),
                ('report_on', models.DateField()),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('given_by', workbench.common.fields.CodeField(max_length=40)),
                ('approved_by', workbench.common.fields.CodeField(max_length=40)),
                ('known_at', models.DateTimeField()),
                ('revoked_on', models.DateField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_because', models.CharField(blank=True, max_length=200)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjusted_grades', to='customers.party')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='adjustment_ends'), models.CheckConstraint(condition=models.Q(('approved_by', models.F('given_by')), _negated=True), name='another_approves_a_grade'), models.UniqueConstraint(condition=models.Q(('revoked_on', None)), fields=('party',), name='one_adjusted_grade')],
            },
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['party', 'happened_on'], name='event_of_party'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reversed_by', models.F('recorded_by')), _negated=True), ('reversed_by', ''), _connector='OR'), name='another_reverses_an_event'),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'proposed'])), fields=('party',), name='one_open_recheck'),
        ),
        migrations.AddIndex(
            model_name='rightsrequest',
            index=models.Index(fields=['due_on'], name='request_due'),
        ),
        migrations.AddConstraint(
            model_name='rightsrequest',
            constraint=models.CheckConstraint(condition=models.Q(('answered_by', ''), models.Q(models.Q(('answered_by', models.F('taken_by')), _negated=True), models.Q(('answered_by', models.F('proposed_by')), _negated=True), models.Q(('answered_by', models.F('approved_by')), _negated=True)), _connector='OR'), name='another_answers_a_request'),
        ),
        migrations.AddConstraint(
            model_name='rightsrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_on', None)), fields=('party', 'kind'), name='one_open_request_of_a_kind'),
        ),
    ]
