"""Clocks of petitions: deadlines counted in working days, and what waits in the order of its urgency."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0018_petitions'),
    ]

    operations = [
        migrations.AddField(
            model_name='answeredpetition',
            name='due_on',
            # There is no row yet that takes it.
            field=models.DateField(default=datetime.date(2000, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='contribution',
            name='due_days',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='petition',
            name='due_days',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='petition',
            name='due_from',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='petition',
            name='ordinal',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='petition',
            name='number',
            field=models.CharField(max_length=80),
        ),
        migrations.AddField(
            model_name='petition',
            name='waits_until',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(stage='assigned', then='due_on'), default=None, output_field=models.DateField()), output_field=models.DateField(null=True)),
        ),
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(fields=['waits_until', 'lodged_on', 'id'], name='petition_by_urgency'),
        ),
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(fields=['round_id', 'unit_key', 'ordinal'], name='petition_by_ordinal'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_days', None), ('due_from', None)), models.Q(('due_days__gt', 0), ('due_from__isnull', False), ('due_on__isnull', False)), _connector='OR'), name='petition_days_are_counted_from_a_day'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.UniqueConstraint(fields=('round_id', 'number'), name='petition_number_once'),
        ),
    ]
