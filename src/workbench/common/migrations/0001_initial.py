import workbench.common.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor', workbench.common.fields.CodeField(max_length=40)),
                ('key', workbench.common.fields.CodeField(max_length=80)),
                ('request', workbench.common.fields.CodeField(max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('answer', models.BinaryField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('actor', 'key'), name='a_key_is_used_once')],
            },
        ),
        migrations.CreateModel(
            name='JobRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', workbench.common.fields.CodeField(max_length=40)),
                ('business_date', models.DateField()),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('outcome', workbench.common.fields.CodeField(blank=True, max_length=8)),
                ('line', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(fields=['name', '-started_at'], name='job_last'), models.Index(fields=['name', 'business_date'], name='job_day')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', workbench.common.fields.CodeField(max_length=40)),
                ('listing', workbench.common.fields.CodeField(max_length=40)),
                ('name', models.CharField(max_length=40)),
                ('query', models.CharField(max_length=1000)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('owner', 'listing', 'name'), name='one_view_of_a_name')],
            },
        ),
    ]
