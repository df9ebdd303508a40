"""Conferences: sites, delegates, agenda, and what happens in the room."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0007_tokens'),
    ]

    operations = [
        migrations.CreateModel(
            name='Conference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True)),
                ('round_id', models.CharField(max_length=80)),
                ('title', models.CharField(max_length=300)),
                ('stage', models.CharField(default='preparing', max_length=12)),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('place', models.CharField(max_length=300)),
                ('telephone', models.CharField(blank=True, max_length=200)),
                ('video', models.CharField(blank=True, max_length=40)),
                ('video_address', models.CharField(blank=True, max_length=500)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('by', models.CharField(max_length=254)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-begins_at', 'key'],
                'constraints': [models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='conference_has_a_key'), models.CheckConstraint(condition=models.Q(('stage__in', ('preparing', 'convened', 'sitting', 'adjourned', 'concluded', 'called_off'))), name='conference_stage_is_known'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='conference_ends_after_it_began'), models.UniqueConstraint(condition=models.Q(('stage', 'called_off'), _negated=True), fields=('round_id',), name='one_conference_a_round')],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_key', models.CharField(blank=True, max_length=60)),
                ('name', models.CharField(max_length=200)),
                ('number', models.PositiveIntegerField()),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='records.conference')),
            ],
            options={
                'ordering': ['conference', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Delegate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.CharField(blank=True, max_length=254)),
                ('name', models.CharField(max_length=200)),
                ('post', models.CharField(blank=True, max_length=300)),
                ('seat', models.CharField(max_length=10)),
                ('precedence', models.PositiveIntegerField()),
                ('consent_by', models.CharField(blank=True, max_length=254)),
                ('consent_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=10)),
                ('badge', models.CharField(max_length=40, unique=True)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegates', to='records.conference')),
                ('stands_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='substitutes', to='records.delegate')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegates', to='records.site')),
            ],
            options={
                'ordering': ['conference', 'precedence', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('section', models.CharField(blank=True, max_length=200)),
                ('title', models.CharField(max_length=500)),
                ('minutes', models.PositiveIntegerField()),
                ('decision_sought', models.TextField(blank=True)),
                ('takes_up', models.CharField(blank=True, max_length=80)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='records.conference')),
                ('speaker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='records.delegate')),
            ],
            options={
                'ordering': ['conference', 'number'],
                'constraints': [models.UniqueConstraint(fields=('conference', 'number'), name='agenda_number_once'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='item_has_a_title'), models.CheckConstraint(condition=models.Q(('minutes__gt', 0)), name='item_takes_time')],
            },
        ),
        migrations.CreateModel(
            name='Moment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('verb', models.CharField(max_length=40)),
                ('payload', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moments', to='records.conference')),
            ],
            options={
                'ordering': ['conference', 'number'],
                'constraints': [models.UniqueConstraint(fields=('conference', 'number'), name='moment_number_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.UniqueConstraint(fields=('conference', 'unit_key'), name='one_site_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='delegate',
            constraint=models.CheckConstraint(condition=models.Q(('seat__in', ('chair', 'clerk', 'delegate', 'observer', 'teller'))), name='seat_is_known'),
        ),
        migrations.AddConstraint(
            model_name='delegate',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='delegate_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='delegate',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ('', 'accepted', 'declined'))), name='answer_is_known'),
        ),
        migrations.AddConstraint(
            model_name='delegate',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('email', ''), _negated=True), ('is_withdrawn', False)), fields=('conference', 'email', 'seat'), name='one_seat_of_a_kind'),
        ),
    ]
