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
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('kind', workbench.common.fields.CodeField(max_length=30)),
                ('state', workbench.common.fields.CodeField(choices=[('draft', 'Draft'), ('to_examine', 'To be examined'), ('to_approve', 'To be approved'), ('returned', 'Returned for supplement'), ('passed', 'Passed, not yet in force'), ('effective', 'In force'), ('refused', 'Not agreed'), ('withdrawn', 'Withdrawn')], default='draft', max_length=12)),
                ('held', models.BooleanField(default=False)),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('title', models.CharField(max_length=120)),
                ('subject_kind', workbench.common.fields.CodeField(max_length=40)),
                ('subject_key', workbench.common.fields.CodeField(max_length=60)),
                ('assignee', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('maker', workbench.common.fields.CodeField(max_length=40)),
                ('maker_principal', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('grounds', models.JSONField(default=dict)),
                ('basis', models.JSONField(default=dict)),
                ('renewed', models.JSONField(default=dict)),
                ('value', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('digest', models.BinaryField(max_length=32)),
                ('step', models.PositiveSmallIntegerField(default=0)),
                ('proposed_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('effective_on', models.DateField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.branch')),
                ('desk', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.branch')),
            ],
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('step', models.PositiveSmallIntegerField()),
                ('act', workbench.common.fields.CodeField(choices=[('pass', 'Pass'), ('return', 'Return'), ('refuse', 'Do not agree')], max_length=8)),
                ('text', models.TextField()),
                ('fields', models.JSONField(default=dict)),
                ('digest', models.BinaryField(max_length=32)),
                ('maker', workbench.common.fields.CodeField(max_length=40)),
                ('maker_principal', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('checker', workbench.common.fields.CodeField(max_length=40)),
                ('checker_principal', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('post', workbench.common.fields.CodeField(max_length=26)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='reviews.proposal')),
            ],
        ),
        migrations.CreateModel(
            name='Copy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('person', workbench.common.fields.CodeField(max_length=12)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='reviews.proposal')),
            ],
            options={
                'verbose_name_plural': 'copies',
            },
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['state', 'desk'], name='proposal_desk'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['state', 'branch'], name='proposal_state'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['subject_kind', 'subject_key'], name='proposal_subject'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['maker', 'state'], name='proposal_maker'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('to_examine', 'to_approve', 'returned'))), fields=('kind', 'subject_kind', 'subject_key'), name='one_open_proposal'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('proposal', 'round', 'checker'), name='a_checker_speaks_once'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None), models.Q(('checker_principal', ''), _negated=True)), fields=('proposal', 'round', 'checker_principal'), name='a_principal_is_spoken_for_once'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='an_opinion_has_words'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checker', models.F('maker')), _negated=True), models.Q(('checker', models.F('maker_principal')), _negated=True), models.Q(('checker_principal', ''), models.Q(models.Q(('checker_principal', models.F('maker')), _negated=True), models.Q(('checker_principal', models.F('maker_principal')), _negated=True)), _connector='OR')), name='four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='copy',
            constraint=models.UniqueConstraint(fields=('proposal', 'person'), name='one_copy_each'),
        ),
    ]
