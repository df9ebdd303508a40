"""What becomes of tasks, and of whom reminded; tasks of an issued notice learn the day of its issue."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


def say_when_issued(apps, schema_editor):
    tasks = apps.get_model("records", "Task").objects.filter(clause__notice__stage="issued")
    for task in tasks.select_related("clause__notice"):
        task.issued_on = task.heard_on = timezone.localdate(task.clause.notice.issued_at)
        task.save(update_fields=["issued_on", "heard_on"])


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0019_petition_clocks'),
    ]

    operations = [
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.CharField(max_length=254)),
                ('object', models.CharField(blank=True, max_length=80)),
                ('due_on', models.DateField()),
                ('step', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ExtensionDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('granted_on', models.DateField(null=True)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['request'],
            },
        ),
        migrations.CreateModel(
            name='ExtensionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(max_length=80)),
                ('to_on', models.DateField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['task', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TaskProduct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('classification', models.CharField(max_length=20)),
                ('findings', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['task', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TaskReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(max_length=80)),
                ('text', models.TextField()),
                ('done_on', models.DateField(null=True)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['task', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TaskVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_closed', models.BooleanField()),
                ('reason', models.TextField(blank=True)),
                ('no_file', models.TextField(blank=True)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['task', 'id'],
            },
        ),
        migrations.AddField(
            model_name='task',
            name='heard_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='task',
            name='issued_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='task',
            name='reported_by',
            field=models.CharField(blank=True, max_length=254),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('status__in', ('open', 'reported'))), fields=['due_on', 'id'], name='task_open_by_day'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'done'), _negated=True), models.Q(('closed_by', models.F('reported_by')), _negated=True), _connector='OR'), name='nobody_closes_their_own_task'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.UniqueConstraint(fields=('person', 'object', 'due_on', 'step'), name='one_escalation_a_step'),
        ),
        migrations.AddField(
            model_name='extensionrequest',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='records.task'),
        ),
        migrations.AddField(
            model_name='extensiondecision',
            name='request',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='records.extensionrequest'),
        ),
        migrations.AddField(
            model_name='taskproduct',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='records.task'),
        ),
        migrations.AddField(
            model_name='taskreport',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='records.task'),
        ),
        migrations.AddField(
            model_name='taskverdict',
            name='report',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='verdict', to='records.taskreport'),
        ),
        migrations.AddField(
            model_name='taskverdict',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='records.task'),
        ),
        migrations.AddConstraint(
            model_name='extensionrequest',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='extension_is_asked_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='extensiondecision',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='extension_decided_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='taskproduct',
            constraint=models.UniqueConstraint(fields=('task', 'sha256'), name='task_product_once'),
        ),
        migrations.AddConstraint(
            model_name='taskreport',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='task_report_has_a_text'),
        ),
        migrations.AddConstraint(
            model_name='taskreport',
            constraint=models.CheckConstraint(condition=models.Q(('done_on', None), ('done_on__lte', models.F('on')), _connector='OR'), name='task_is_not_done_in_the_future'),
        ),
        migrations.AddConstraint(
            model_name='taskverdict',
            constraint=models.CheckConstraint(condition=models.Q(('is_closed', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='task_is_sent_back_with_a_reason'),
        ),
        migrations.AddIndex(
            model_name='coordinatingbody',
            index=models.Index(fields=['body'], name='task_by_co_ordinating_body'),
        ),
        migrations.RunPython(say_when_issued, migrations.RunPython.noop),
    ]
