"""Directives: what they are found by, edges taken back, what units answered, and reviews."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0020_tasks'),
    ]

    operations = [
        migrations.CreateModel(
            name='DirectiveReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=7)),
                ('due_on', models.DateField()),
                ('first_due_on', models.DateField()),
                ('held_on', models.DateField(null=True)),
                ('outcome', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DirectiveWaiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_key', models.CharField(max_length=60)),
                ('reason', models.TextField()),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['directive', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='directiveedge',
            name='directive_edge_once',
        ),
        migrations.AddField(
            model_name='directive',
            name='concretised_by',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='directive',
            name='end_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='directive',
            name='folded',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='directive',
            name='is_cascaded',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='directiveedge',
            name='withdrawn_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='directiveedge',
            name='withdrawn_by',
            field=models.CharField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name='directiveedge',
            name='withdrawn_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddIndex(
            model_name='directive',
            index=models.Index(fields=['unit_key', 'is_cascaded'], name='directive_by_unit'),
        ),
        migrations.AddIndex(
            model_name='directive',
            index=models.Index(fields=['symbol'], name='directive_by_symbol'),
        ),
        migrations.AddConstraint(
            model_name='directive',
            constraint=models.CheckConstraint(condition=models.Q(('concretised_by', None), ('is_cascaded', True), _connector='OR'), name='only_a_cascaded_directive_has_a_day_for_units'),
        ),
        migrations.AddConstraint(
            model_name='directiveedge',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('source', 'target', 'kind'), name='directive_edge_once'),
        ),
        migrations.AddConstraint(
            model_name='directiveedge',
            constraint=models.CheckConstraint(condition=models.Q(('is_partial', False), ('kind', 'replaces'), _connector='OR'), name='only_a_replacement_is_of_a_part'),
        ),
        migrations.AddField(
            model_name='directivereview',
            name='directive',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='records.directive'),
        ),
        migrations.AddField(
            model_name='directivewaiver',
            name='directive',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='records.directive'),
        ),
        migrations.AddConstraint(
            model_name='directivereview',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('interim', 'final'))), name='directive_review_is_known'),
        ),
        migrations.AddConstraint(
            model_name='directivereview',
            constraint=models.UniqueConstraint(fields=('directive', 'kind', 'first_due_on'), name='directive_review_planned_once'),
        ),
        migrations.AddConstraint(
            model_name='directivereview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_on', None), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), models.Q(('held_on', None), _negated=True)), _connector='OR'), name='held_review_has_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='directivewaiver',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='waiver_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='directivewaiver',
            constraint=models.CheckConstraint(condition=models.Q(('unit_key', ''), _negated=True), name='waiver_is_of_a_unit'),
        ),
    ]
