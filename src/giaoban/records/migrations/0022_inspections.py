"""Inspections: the plan of a year, and what was decided where two of its rows overlap."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0021_directives'),
    ]

    operations = [
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack_id', models.CharField(max_length=40)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.CharField(max_length=60)),
                ('body', models.CharField(max_length=200)),
                ('branch', models.CharField(max_length=60)),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('folded', models.TextField(blank=True)),
                ('cancelled', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['begins_on', 'number', 'id'],
                'indexes': [models.Index(fields=['pack_id', 'begins_on', 'ends_on'], name='inspection_by_days')],
                'constraints': [models.UniqueConstraint(fields=('pack_id', 'year', 'number'), name='inspection_number_once_a_year'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('begins_on'))), name='inspection_ends_after_it_began'), models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('body', ''), _negated=True), models.Q(('branch', ''), _negated=True)), name='inspection_is_named')],
            },
        ),
        migrations.CreateModel(
            name='InspectionContent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80)),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contents_of', to='records.inspection')),
            ],
            options={
                'ordering': ['inspection', 'code'],
                'constraints': [models.UniqueConstraint(fields=('inspection', 'code'), name='content_inspected_once')],
            },
        ),
        migrations.CreateModel(
            name='InspectionObject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('place', models.PositiveIntegerField()),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objects_of', to='records.inspection')),
            ],
            options={
                'ordering': ['inspection', 'place'],
                'constraints': [models.UniqueConstraint(fields=('inspection', 'name'), name='object_inspected_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='inspected_object_is_named')],
            },
        ),
        migrations.CreateModel(
            name='OverlapDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_version', models.PositiveIntegerField()),
                ('second_version', models.PositiveIntegerField()),
                ('decision', models.CharField(max_length=10)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('dropped', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.inspection')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decided_first', to='records.inspection')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decided_second', to='records.inspection')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['first', 'second'], name='overlap_decision_by_pair')],
                'constraints': [models.CheckConstraint(condition=models.Q(('decision__in', ('dropped', 'joined', 'kept'))), name='overlap_decision_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'dropped'), ('dropped__isnull', False)), models.Q(models.Q(('decision', 'dropped'), _negated=True), ('dropped', None)), _connector='OR'), name='who_drops_says_which'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='overlap_decision_has_a_reason'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='overlap_is_of_two_in_order')],
            },
        ),
    ]
