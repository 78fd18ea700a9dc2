import django.db.models.deletion
import uuid
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
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal_key', models.UUIDField(db_index=True, default=workbench.journal.recording.journal_key, editable=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('principal', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('listing', workbench.common.fields.CodeField(max_length=40)),
                ('query_sealed', models.BinaryField()),
                ('kind', workbench.common.fields.CodeField(choices=[('xlsx', 'Excel'), ('csv', 'CSV')], max_length=4)),
                ('language', workbench.common.fields.CodeField(max_length=8)),
                ('reason', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('state', workbench.common.fields.CodeField(choices=[('waiting', 'Being written'), ('ready', 'Ready'), ('failed', 'Failed')], default='waiting', max_length=8)),
                ('rows', models.PositiveIntegerField(null=True)),
                ('written_at', models.DateTimeField(null=True)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staff')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
