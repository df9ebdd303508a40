"""Events get a number and a hash each; those that are there already are chained in the order of writing."""

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

from giaoban.core.conduct.audit import BEGINNING, Head, follow


def chain(apps, schema_editor):
    event = apps.get_model("records", "Event")
    head = Head(BEGINNING)
    for row in event.objects.order_by("id").iterator():
        entry = follow(
            head, at=row.at, actor=row.actor, verb=row.verb, object=row.object, payload=row.payload
        )
        event.objects.filter(pk=row.pk).update(
            number=entry.number, previous=entry.previous, hash=entry.hash, payload=entry.payload
        )
        head = Head(entry.hash, entry.number)
    apps.get_model("records", "ChainHead").objects.create(id=1, number=head.number, hash=head.hash)


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0003_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChainHead',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('number', models.PositiveBigIntegerField()),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='chain_has_one_head')],
            },
        ),
        migrations.RemoveIndex(model_name='event', name='event_by_object'),
        migrations.AddField(model_name='event', name='number', field=models.PositiveBigIntegerField(null=True)),
        migrations.AddField(model_name='event', name='previous', field=models.CharField(max_length=64, null=True)),
        migrations.AddField(model_name='event', name='hash', field=models.CharField(max_length=64, null=True)),
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.AlterField(model_name='event', name='number', field=models.PositiveBigIntegerField()),
        migrations.AlterField(model_name='event', name='previous', field=models.CharField(max_length=64)),
        migrations.AlterField(model_name='event', name='hash', field=models.CharField(max_length=64)),
        migrations.AlterModelOptions(name='event', options={'ordering': ['number']}),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['object', 'number'], name='event_by_object_number'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='event_number_from_one'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('hash'), 64), name='event_hash_is_sha256'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('number',), name='event_number_once'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('previous',), name='event_chain_never_forks'),
        ),
    ]
