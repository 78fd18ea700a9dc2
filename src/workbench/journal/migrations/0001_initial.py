import django.db.models.deletion
import uuid
import workbench.common.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ChainEnd',
            fields=[
                ('actor', workbench.common.fields.CodeField(max_length=40, primary_key=True, serialize=False)),
                ('last', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('actor', workbench.common.fields.CodeField(max_length=40)),
                ('actor_name', models.CharField(max_length=60)),
                ('principal', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('channel', workbench.common.fields.CodeField(max_length=10)),
                ('request', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('code', workbench.common.fields.CodeField(max_length=60)),
                ('object_kind', workbench.common.fields.CodeField(blank=True, max_length=40)),
                ('object_key', workbench.common.fields.CodeField(blank=True, max_length=60)),
                ('branch_path', workbench.common.fields.CodeField(blank=True, max_length=80)),
                ('reason', models.TextField(blank=True)),
                ('words', models.TextField(default='{}')),
                ('secret', models.BinaryField(default=b'')),
                ('previous', models.BinaryField(max_length=32)),
                ('mac', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('number', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('count', models.PositiveIntegerField()),
                ('digest', models.BinaryField(max_length=32)),
                ('mac', models.BinaryField(max_length=32)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Sealed',
            fields=[
                ('entry', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='sealed', serialize=False, to='journal.entry')),
            ],
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['object_kind', 'object_key', 'at'], name='entry_object'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['actor', 'at'], name='entry_actor'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['at'], name='entry_at'),
        ),
        migrations.AddField(
            model_name='sealed',
            name='seal',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='members', to='journal.seal'),
        ),
    ]
