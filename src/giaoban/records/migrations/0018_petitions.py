"""Petitions, directives and what becomes of tasks; tasks that are there already learn their round."""

import django.db.models.deletion
from django.db import migrations, models


def name_the_round(apps, schema_editor):
    for task in apps.get_model("records", "Task").objects.select_related("clause__notice__conference"):
        task.round_id = task.clause.notice.conference.round_id
        task.save(update_fields=["round_id"])


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0017_positions'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnsweredPetition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'ordering': ['petition', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(max_length=80)),
                ('asked_on', models.DateField()),
                ('due_on', models.DateField()),
                ('first_due_on', models.DateField()),
                ('given_on', models.DateField(null=True)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['petition', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DirectiveEdge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('is_partial', models.BooleanField(default=False)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['source', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Petition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=80, unique=True)),
                ('round_id', models.CharField(max_length=80)),
                ('unit_key', models.CharField(max_length=60)),
                ('channel', models.CharField(max_length=10)),
                ('part', models.PositiveIntegerField(default=0)),
                ('text', models.TextField()),
                ('subject', models.CharField(blank=True, max_length=60)),
                ('addressee', models.CharField(blank=True, max_length=60)),
                ('body', models.CharField(blank=True, max_length=300)),
                ('indicator', models.CharField(blank=True, max_length=80)),
                ('cause', models.TextField(blank=True)),
                ('competence', models.CharField(blank=True, max_length=10)),
                ('stage', models.CharField(default='lodged', max_length=10)),
                ('lead', models.CharField(blank=True, max_length=80)),
                ('due_on', models.DateField(null=True)),
                ('first_due_on', models.DateField(null=True)),
                ('is_paused', models.BooleanField(default=False)),
                ('answer_class', models.CharField(blank=True, max_length=20)),
                ('lodged_on', models.DateField()),
                ('lodged_at', models.DateTimeField()),
                ('lodged_by', models.CharField(max_length=254)),
                ('closed_on', models.DateField(null=True)),
            ],
            options={
                'ordering': ['lodged_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PetitionAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(max_length=80)),
                ('answer_class', models.CharField(max_length=20)),
                ('text', models.TextField()),
                ('symbol', models.CharField(blank=True, max_length=80)),
                ('settled_by', models.DateField(null=True)),
                ('name', models.CharField(blank=True, max_length=255)),
                ('media_type', models.CharField(blank=True, max_length=100)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='PetitionCluster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300)),
                ('subject', models.CharField(blank=True, max_length=60)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='PetitionTurn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('kind', models.CharField(max_length=6)),
                ('body', models.CharField(blank=True, max_length=80)),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['petition', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PetitionVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_accepted', models.BooleanField()),
                ('reason', models.TextField(blank=True)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['petition', 'id'],
            },
        ),
        migrations.AddField(
            model_name='task',
            name='closed_by',
            field=models.CharField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name='task',
            name='done_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='task',
            name='indicator',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='task',
            name='round_id',
            field=models.CharField(default='', max_length=80),
            preserve_default=False,
        ),
        migrations.RunPython(name_the_round, migrations.RunPython.noop),
        migrations.AddField(
            model_name='task',
            name='unit_key',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AlterField(
            model_name='task',
            name='clause',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='records.clause'),
        ),
        migrations.CreateModel(
            name='DeadlineChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object', models.CharField(max_length=80)),
                ('was_on', models.DateField()),
                ('is_on', models.DateField()),
                ('cause', models.CharField(max_length=10)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['object', 'id'],
                'indexes': [models.Index(fields=['object'], name='deadline_change_by_object')],
                'constraints': [models.CheckConstraint(condition=models.Q(('cause__in', ('extended', 'calendar', 'reopened'))), name='deadline_cause_is_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='deadline_change_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Directive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('symbol', models.CharField(max_length=80)),
                ('number', models.PositiveIntegerField()),
                ('type', models.CharField(blank=True, max_length=10)),
                ('kind', models.CharField(blank=True, max_length=80)),
                ('issuer', models.CharField(max_length=200)),
                ('unit_key', models.CharField(blank=True, max_length=60)),
                ('term', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=500)),
                ('issued_on', models.DateField()),
                ('in_force_from', models.DateField(null=True)),
                ('in_force_to', models.DateField(null=True)),
                ('name', models.CharField(blank=True, max_length=255)),
                ('media_type', models.CharField(blank=True, max_length=100)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('reference', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
            ],
            options={
                'ordering': ['-issued_on', 'symbol'],
                'constraints': [models.UniqueConstraint(fields=('issuer', 'type', 'kind', 'number', 'term'), name='directive_number_once_a_term'), models.CheckConstraint(condition=models.Q(models.Q(('symbol', ''), _negated=True), models.Q(('issuer', ''), _negated=True), models.Q(('title', ''), _negated=True)), name='directive_is_named'), models.CheckConstraint(condition=models.Q(('in_force_to', None), ('in_force_to__gte', models.F('in_force_from')), ('in_force_from', None), _connector='OR'), name='directive_ends_after_it_began')],
            },
        ),
        migrations.AddField(
            model_name='task',
            name='directive',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='records.directive'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['status', 'due_on'], name='task_by_status_and_day'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['lead', 'status', 'due_on'], name='task_by_lead'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('clause', None), ('directive', None), _connector='XOR'), name='task_comes_from_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ('open', 'reported', 'done'))), name='task_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('status', 'done'), _negated=True), ('closed_by', ''), ('done_on', None)), models.Q(('done_on__isnull', False), ('status', 'done'), models.Q(('closed_by', ''), _negated=True)), _connector='OR'), name='only_a_done_task_has_an_end'),
        ),
        migrations.AddField(
            model_name='directiveedge',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='edges', to='records.directive'),
        ),
        migrations.AddField(
            model_name='directiveedge',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='edges_back', to='records.directive'),
        ),
        migrations.AddField(
            model_name='petition',
            name='conference',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='petitions', to='records.conference'),
        ),
        migrations.AddField(
            model_name='petition',
            name='origin',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='records.petition'),
        ),
        migrations.AddField(
            model_name='petition',
            name='position',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='petition', to='records.position'),
        ),
        migrations.AddField(
            model_name='contribution',
            name='petition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='records.petition'),
        ),
        migrations.AddField(
            model_name='answeredpetition',
            name='petition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='records.petition'),
        ),
        migrations.AddConstraint(
            model_name='petitionanswer',
            constraint=models.CheckConstraint(condition=models.Q(('answer_class__in', ('settled', 'in_progress', 'explained', 'out_of_remit', 'forwarded'))), name='answer_class_is_known'),
        ),
        migrations.AddConstraint(
            model_name='petitionanswer',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='answer_has_a_text'),
        ),
        migrations.AddField(
            model_name='answeredpetition',
            name='answer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answered', to='records.petitionanswer'),
        ),
        migrations.AddConstraint(
            model_name='petitioncluster',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='petition_cluster_has_a_title'),
        ),
        migrations.AddField(
            model_name='petition',
            name='cluster',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='records.petitioncluster'),
        ),
        migrations.AddField(
            model_name='petitionturn',
            name='petition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='records.petition'),
        ),
        migrations.AddField(
            model_name='petitionverdict',
            name='answer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='records.petitionanswer'),
        ),
        migrations.AddField(
            model_name='petitionverdict',
            name='petition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='records.petition'),
        ),
        migrations.AddConstraint(
            model_name='directiveedge',
            constraint=models.UniqueConstraint(fields=('source', 'target', 'kind'), name='directive_edge_once'),
        ),
        migrations.AddConstraint(
            model_name='directiveedge',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('replaces', 'amends', 'concretises', 'guides', 'based_on'))), name='directive_edge_is_known'),
        ),
        migrations.AddConstraint(
            model_name='directiveedge',
            constraint=models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='directive_is_not_its_own_basis'),
        ),
        migrations.AddIndex(
            model_name='contribution',
            index=models.Index(fields=['body', 'given_on', 'due_on'], name='contribution_by_body'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.UniqueConstraint(fields=('petition', 'body'), name='body_contributes_once'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='contributing_body_is_named'),
        ),
        migrations.AddConstraint(
            model_name='answeredpetition',
            constraint=models.UniqueConstraint(fields=('answer', 'petition'), name='petition_answered_once_by_each'),
        ),
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(fields=['stage', 'due_on'], name='petition_by_stage_and_day'),
        ),
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(fields=['lead', 'stage', 'due_on'], name='petition_by_lead'),
        ),
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(fields=['unit_key', 'stage'], name='petition_by_unit'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='petition_is_told'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ('before', 'during', 'after', 'report'))), name='petition_channel_is_known'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ('lodged', 'assigned', 'answered', 'accepted', 'withdrawn', 'split'))), name='petition_stage_is_known'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.CheckConstraint(condition=models.Q(('competence__in', ('', 'centre', 'province', 'other'))), name='petition_competence_is_known'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'assigned'), _negated=True), models.Q(('due_on__isnull', False), models.Q(('lead', ''), _negated=True)), _connector='OR'), name='assigned_petition_has_lead_and_deadline'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.CheckConstraint(condition=models.Q(('due_on', None), ('first_due_on__isnull', False), _connector='OR'), name='petition_keeps_its_first_deadline'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.UniqueConstraint(fields=('origin', 'part'), name='petition_part_once'),
        ),
        migrations.AddConstraint(
            model_name='petitionturn',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('held', 'paused', 'closed'))), name='turn_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='petitionturn',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'paused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='pause_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='petitionverdict',
            constraint=models.CheckConstraint(condition=models.Q(('is_accepted', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='petition_reopened_with_a_reason'),
        ),
    ]
