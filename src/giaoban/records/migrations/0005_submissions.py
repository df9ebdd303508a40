"""What units report in a round: submissions, their lines with every version, and what belongs to them."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0004_events_are_chained'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round_id', models.CharField(max_length=80)),
                ('person', models.CharField(max_length=254)),
                ('step', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('round_id', 'person', 'step'), name='one_reminder_a_step')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round_id', models.CharField(max_length=80)),
                ('unit_key', models.CharField(max_length=60)),
                ('status', models.CharField(default='drafting', max_length=10)),
                ('by', models.CharField(blank=True, max_length=254)),
                ('at', models.DateTimeField(null=True)),
                ('approvals', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['round_id', 'unit_key'],
                'constraints': [models.UniqueConstraint(fields=('round_id', 'unit_key'), name='one_submission_a_round_and_unit'), models.CheckConstraint(condition=models.Q(('status__in', ('drafting', 'completed', 'submitted', 'returned', 'accepted', 'approved', 'reopened'))), name='submission_status_is_known')],
            },
        ),
        migrations.CreateModel(
            name='IssuedWorkbook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32, unique=True)),
                ('versions', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workbooks', to='records.submission')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True)),
                ('explanation', models.TextField(blank=True)),
                ('is_not_applicable', models.BooleanField(default=False)),
                ('verdict', models.CharField(blank=True, max_length=12)),
                ('line_id', models.CharField(max_length=120)),
                ('version', models.PositiveIntegerField(default=0)),
                ('sent', models.PositiveIntegerField(null=True)),
                ('approved', models.PositiveIntegerField(null=True)),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.CharField(max_length=254)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='records.submission')),
            ],
            options={
                'ordering': ['submission', 'line_id'],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line_id', models.CharField(blank=True, max_length=120)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='records.submission')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='EntryVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True)),
                ('explanation', models.TextField(blank=True)),
                ('is_not_applicable', models.BooleanField(default=False)),
                ('verdict', models.CharField(blank=True, max_length=12)),
                ('version', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('via', models.CharField(max_length=10)),
                ('salt', models.CharField(max_length=32)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='records.entry')),
            ],
            options={
                'ordering': ['entry', 'version'],
                'constraints': [models.UniqueConstraint(fields=('entry', 'version'), name='entry_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line_id', models.CharField(blank=True, max_length=120)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='records.submission')),
            ],
            options={
                'verbose_name_plural': 'replies',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='reply_has_a_text')],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line_id', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=10)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('expires_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='records.submission')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='opening_has_a_reason'), models.CheckConstraint(condition=models.Q(('kind__in', ('returned', 'reopened'))), name='opening_kind_is_known'), models.CheckConstraint(condition=models.Q(('kind', 'returned'), ('expires_at__isnull', False), _connector='OR'), name='what_is_reopened_expires'), models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('submission', 'line_id'), name='line_is_opened_once')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line_id', models.CharField(blank=True, max_length=120)),
                ('attachment', models.CharField(blank=True, max_length=60)),
                ('name', models.CharField(max_length=200)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('classification', models.CharField(max_length=40)),
                ('findings', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='records.submission')),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('sha256'), 64), name='evidence_hash_is_sha256')],
            },
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('submission', 'line_id'), name='one_entry_a_line'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('version__gt', 0)), name='entry_version_from_one'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('sent', None), ('sent__lte', models.F('version')), _connector='OR'), name='what_is_sent_was_saved'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_has_a_text'),
        ),
    ]
