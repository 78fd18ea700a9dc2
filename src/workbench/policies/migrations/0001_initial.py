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
            name='ListVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('list', workbench.common.fields.CodeField(max_length=40)),
                ('digest', workbench.common.fields.CodeField(max_length=64)),
                ('since', models.DateField()),
                ('state', workbench.common.fields.CodeField(choices=[('draft', 'Draft'), ('confirmed', 'Confirmed'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('source_page', models.CharField(max_length=200)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.branch')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
                ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
            ],
        ),
        migrations.CreateModel(
            name='ListRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(db_index=True, max_length=120)),
                ('values', models.JSONField(default=dict)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='policies.listversion')),
            ],
        ),
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('digest', workbench.common.fields.CodeField(max_length=64)),
                ('state', workbench.common.fields.CodeField(choices=[('draft', 'Draft'), ('proposed', 'Release proposed'), ('released', 'Released')], default='draft', max_length=10)),
                ('title', models.CharField(max_length=80)),
                ('overlays', models.JSONField(default=list)),
                ('runs_from', models.DateField(null=True)),
                ('withdrawn_on', models.DateField(null=True)),
                ('document', models.CharField(blank=True, max_length=80)),
                ('filed_as', models.CharField(blank=True, max_length=80)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.branch')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
                ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('branch', 'runs_from'), name='one_bundle_starts_a_day'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('released_by')), _negated=True), _connector='OR'), name='a_second_person_releases')],
            },
        ),
        migrations.AddConstraint(
            model_name='listversion',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('kept_by')), _negated=True), _connector='OR'), name='a_second_person_confirms_a_list'),
        ),
    ]
