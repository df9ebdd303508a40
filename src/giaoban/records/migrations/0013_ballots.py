"""Ballots: confidence votes on paper; the tables of results by person lie in the sealed database alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0012_minutes'),
    ]

    operations = [
        migrations.CreateModel(
            name='SealedBallot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('conference_key', models.CharField(max_length=80)),
                ('number', models.PositiveIntegerField()),
                ('agreed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('conference_key', 'number'), name='sealed_ballot_once')],
            },
        ),
        migrations.CreateModel(
            name='SealedCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('teller', models.CharField(max_length=254)),
                ('version', models.PositiveIntegerField()),
                ('issued', models.PositiveBigIntegerField()),
                ('returned', models.PositiveBigIntegerField()),
                ('valid', models.PositiveBigIntegerField()),
                ('invalid', models.PositiveBigIntegerField()),
                ('persons', models.JSONField()),
                ('at', models.DateTimeField()),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='records.sealedballot')),
            ],
            options={
                'ordering': ['ballot', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SealedPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('post', models.CharField(max_length=300)),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='persons', to='records.sealedballot')),
            ],
            options={
                'ordering': ['ballot', 'number'],
            },
        ),
        migrations.CreateModel(
            name='SealedScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('media_type', models.CharField(max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='records.sealedballot')),
            ],
            options={
                'ordering': ['ballot', 'id'],
            },
        ),
        migrations.CreateModel(
            name='BallotRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('is_held', models.BooleanField()),
                ('on', models.DateField()),
                ('posts', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballot_records', to='records.conference')),
            ],
            options={
                'ordering': ['conference', 'number'],
                'constraints': [models.UniqueConstraint(fields=('conference', 'number'), name='ballot_number_once'), models.CheckConstraint(condition=models.Q(('posts__gt', 0)), name='ballot_on_a_post_at_least')],
            },
        ),
        migrations.AddConstraint(
            model_name='sealedcount',
            constraint=models.UniqueConstraint(fields=('ballot', 'teller'), name='sealed_count_once'),
        ),
        migrations.AddConstraint(
            model_name='sealedperson',
            constraint=models.UniqueConstraint(fields=('ballot', 'number'), name='sealed_person_once'),
        ),
    ]
