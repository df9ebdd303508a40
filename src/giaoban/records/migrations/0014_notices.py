"""Notices: clauses with their versions, and the tasks that they set."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0013_ballots'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(default='drafted', max_length=10)),
                ('symbol', models.CharField(blank=True, max_length=60)),
                ('signer', models.CharField(blank=True, max_length=200)),
                ('factsheet', models.CharField(blank=True, max_length=64)),
                ('due_on', models.DateField(null=True)),
                ('issued_at', models.DateTimeField(null=True)),
                ('issued_by', models.CharField(blank=True, max_length=254)),
                ('content', models.JSONField(default=dict)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('by', models.CharField(max_length=254)),
                ('at', models.DateTimeField()),
                ('conference', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='notice', to='records.conference')),
            ],
            options={
                'ordering': ['conference'],
            },
        ),
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(max_length=10)),
                ('place', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('basis', models.JSONField(default=list)),
                ('decision', models.CharField(blank=True, max_length=80)),
                ('petition', models.CharField(blank=True, max_length=80)),
                ('no_task', models.TextField(blank=True)),
                ('is_removed', models.BooleanField(default=False)),
                ('removed_because', models.TextField(blank=True)),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.CharField(max_length=254)),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='records.agendaitem')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='records.notice')),
            ],
            options={
                'ordering': ['notice', 'place', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lead', models.CharField(blank=True, max_length=80)),
                ('what', models.TextField(blank=True)),
                ('due_on', models.DateField(null=True)),
                ('first_due_on', models.DateField(null=True)),
                ('precision', models.CharField(default='day', max_length=5)),
                ('responsibility', models.TextField(blank=True)),
                ('authority', models.TextField(blank=True)),
                ('product', models.TextField(blank=True)),
                ('status', models.CharField(default='open', max_length=12)),
                ('by', models.CharField(max_length=254)),
                ('at', models.DateTimeField()),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='records.clause')),
            ],
            options={
                'ordering': ['clause__place', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CoordinatingBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(max_length=80)),
                ('number', models.PositiveIntegerField()),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='others', to='records.task')),
            ],
            options={
                'verbose_name_plural': 'co-ordinating bodies',
                'ordering': ['task', 'number'],
            },
        ),
        migrations.CreateModel(
            name='ClauseVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True)),
                ('via', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='records.clause')),
            ],
            options={
                'ordering': ['clause', 'version'],
                'constraints': [models.UniqueConstraint(fields=('clause', 'version'), name='clause_version_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('issued_at', None), ('sha256', ''), ('stage', 'drafted'), ('symbol', '')), models.Q(('issued_at__isnull', False), ('stage', 'issued'), models.Q(('symbol', ''), _negated=True), models.Q(('signer', ''), _negated=True)), _connector='OR'), name='only_an_issued_notice_has_a_number'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('sha256', ''), django.db.models.lookups.Exact(django.db.models.functions.text.Length('sha256'), 64), _connector='OR'), name='notice_hash_is_sha256'),
        ),
        migrations.AddConstraint(
            model_name='clause',
            constraint=models.CheckConstraint(condition=models.Q(('section__in', ('opening', 'assessment', 'task', 'petition', 'closing'))), name='clause_section_is_known'),
        ),
        migrations.AddConstraint(
            model_name='clause',
            constraint=models.CheckConstraint(condition=models.Q(('version__gt', 0)), name='clause_version_from_one'),
        ),
        migrations.AddConstraint(
            model_name='clause',
            constraint=models.CheckConstraint(condition=models.Q(('is_removed', False), models.Q(('removed_because', ''), _negated=True), _connector='OR'), name='clause_is_removed_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='clause',
            constraint=models.UniqueConstraint(condition=models.Q(('section__in', ('opening', 'closing'))), fields=('notice', 'section'), name='one_opening_and_one_closing'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('precision__in', ('day', 'month'))), name='task_precision_is_known'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('due_on', None), ('first_due_on__isnull', False), _connector='OR'), name='task_keeps_its_first_deadline'),
        ),
        migrations.AddConstraint(
            model_name='coordinatingbody',
            constraint=models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='coordinating_body_is_named'),
        ),
        migrations.AddConstraint(
            model_name='coordinatingbody',
            constraint=models.UniqueConstraint(fields=('task', 'body'), name='body_co_ordinates_once'),
        ),
    ]
