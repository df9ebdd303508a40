"""Minutes: the versions of their texts, and the steps by which they are signed and reopened."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0011_polls'),
    ]

    operations = [
        migrations.CreateModel(
            name='MinuteStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minute_steps', to='records.conference')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('signed', 'confirmed', 'reopened'))), name='minute_step_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reopened'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='reopening_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='MinuteVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=10)),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True)),
                ('is_aside', models.BooleanField(default=False)),
                ('decisions', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('salt', models.CharField(max_length=32)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minute_versions', to='records.agendaitem')),
            ],
            options={
                'ordering': ['item', 'part', 'number'],
                'constraints': [models.UniqueConstraint(fields=('item', 'part', 'number'), name='minute_version_once'), models.CheckConstraint(condition=models.Q(('part__in', ('attendance', 'course', 'opinions', 'decisions'))), name='minute_part_is_known'), models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='minute_version_from_one')],
            },
        ),
    ]
