"""Rounds in motion: the stages that were entered, and edits of the working calendar."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0005_submissions'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack_id', models.CharField(max_length=40)),
                ('day', models.DateField()),
                ('kind', models.CharField(max_length=8)),
                ('name', models.CharField(max_length=200)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('off', 'working'))), name='day_kind_is_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='changed_day_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='RoundStage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round_id', models.CharField(max_length=80)),
                ('stage', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('round_id', 'stage'), name='one_entry_a_stage'), models.CheckConstraint(condition=models.Q(('stage__in', ('opened', 'collecting', 'verifying', 'replying', 'frozen', 'conference', 'following_up', 'closed'))), name='stage_is_known')],
            },
        ),
    ]
