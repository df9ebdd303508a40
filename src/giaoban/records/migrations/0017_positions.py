"""Positions: what units write before a conference, in versions, and their clusters."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0014_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_key', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField(default=1)),
                ('filed', models.PositiveIntegerField(null=True)),
                ('filed_at', models.DateTimeField(null=True)),
                ('filed_by', models.CharField(blank=True, max_length=254)),
                ('ordinal', models.PositiveIntegerField(null=True)),
                ('number', models.CharField(blank=True, max_length=80)),
                ('part', models.PositiveIntegerField(default=0)),
                ('given_subject', models.CharField(blank=True, max_length=60)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.CharField(blank=True, max_length=254)),
                ('withdrawn_reason', models.TextField(blank=True)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='records.conference')),
                ('origin', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='records.position')),
            ],
            options={
                'ordering': ['conference', 'unit_key', 'ordinal', 'part', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PositionCluster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('subject', models.CharField(blank=True, max_length=60)),
                ('title', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clusters', to='records.conference')),
            ],
            options={
                'ordering': ['conference', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ClusterMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('left_at', models.DateTimeField(null=True)),
                ('left_by', models.CharField(blank=True, max_length=254)),
                ('position', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='records.position')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='records.positioncluster')),
            ],
            options={
                'ordering': ['cluster', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PositionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=12)),
                ('text', models.TextField()),
                ('subject', models.CharField(blank=True, max_length=60)),
                ('addressee', models.CharField(blank=True, max_length=60)),
                ('body', models.TextField(blank=True)),
                ('indicator', models.CharField(blank=True, max_length=80)),
                ('cause', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('salt', models.CharField(max_length=32)),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='positions', to='records.agendaitem')),
                ('position', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='records.position')),
            ],
            options={
                'ordering': ['position', 'version'],
            },
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('conference', 'number'), name='position_number_once'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.UniqueConstraint(fields=('origin', 'part'), name='position_part_once'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('filed', None), ('filed_at', None), ('number', '')), models.Q(('filed__gt', 0), ('filed_at__isnull', False), models.Q(('number', ''), _negated=True)), _connector='OR'), name='what_is_filed_has_a_number'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(('filed', None), ('filed__lte', models.F('version')), _connector='OR'), name='what_is_filed_was_written'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='what_is_withdrawn_says_why'),
        ),
        migrations.AddConstraint(
            model_name='positioncluster',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('position', 'difficulty', 'petition'))), name='cluster_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='positioncluster',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='cluster_has_a_title'),
        ),
        migrations.AddConstraint(
            model_name='clustermember',
            constraint=models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('position',), name='one_cluster_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='positionversion',
            constraint=models.UniqueConstraint(fields=('position', 'version'), name='position_version_once'),
        ),
        migrations.AddConstraint(
            model_name='positionversion',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('position', 'difficulty', 'petition'))), name='position_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='positionversion',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='position_has_a_text'),
        ),
    ]
