"""Convening: which item is the concluding speech, and why a substitute was asked for or refused."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0008_conferences'),
    ]

    operations = [
        migrations.AddField(
            model_name='agendaitem',
            name='kind',
            field=models.CharField(blank=True, default='', max_length=12),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='delegate',
            name='reason',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='delegate',
            name='refusal',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('', 'conclusion'))), name='item_kind_is_known'),
        ),
    ]
