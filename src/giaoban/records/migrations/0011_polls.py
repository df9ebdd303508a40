"""Polls: questions to the room, the roll of voters, and secret ballots apart from it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0010_invitations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('question', models.CharField(max_length=300)),
                ('options', models.JSONField()),
                ('is_secret', models.BooleanField()),
                ('quorum', models.CharField(max_length=12)),
                ('base', models.CharField(max_length=8)),
                ('of', models.PositiveIntegerField()),
                ('needed', models.PositiveIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.CharField(max_length=254)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by', models.CharField(blank=True, max_length=254)),
                ('outcome', models.CharField(blank=True, max_length=14)),
                ('counts', models.JSONField(default=list)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='polls', to='records.conference')),
            ],
            options={
                'ordering': ['conference', 'number'],
            },
        ),
        migrations.CreateModel(
            name='PollBallot',
            fields=[
                ('key', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('choice', models.PositiveSmallIntegerField()),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='records.poll')),
            ],
            options={
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='PollVoter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('has_voted', models.BooleanField(default=False)),
                ('choice', models.PositiveSmallIntegerField(null=True)),
                ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='records.delegate')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roll', to='records.poll')),
            ],
            options={
                'ordering': ['poll', 'delegate__precedence', 'delegate_id'],
            },
        ),
        migrations.AddConstraint(
            model_name='poll',
            constraint=models.UniqueConstraint(fields=('conference', 'number'), name='poll_number_once'),
        ),
        migrations.AddConstraint(
            model_name='poll',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('conference',), name='one_open_poll_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='poll',
            constraint=models.CheckConstraint(condition=models.Q(('question', ''), _negated=True), name='poll_has_a_question'),
        ),
        migrations.AddConstraint(
            model_name='poll',
            constraint=models.CheckConstraint(condition=models.Q(('base__in', ('eligible', 'present'))), name='poll_base_is_known'),
        ),
        migrations.AddConstraint(
            model_name='poll',
            constraint=models.CheckConstraint(condition=models.Q(('quorum__in', ('none', 'over_half', 'two_thirds'))), name='quorum_is_known'),
        ),
        migrations.AddConstraint(
            model_name='poll',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', '')), models.Q(('closed_at__isnull', False), ('outcome__in', ('decided', 'tied', 'without_quorum', 'too_few'))), _connector='OR'), name='poll_has_an_outcome_once_closed'),
        ),
        migrations.AddConstraint(
            model_name='pollvoter',
            constraint=models.UniqueConstraint(fields=('poll', 'delegate'), name='one_vote_a_delegate'),
        ),
        migrations.AddConstraint(
            model_name='pollvoter',
            constraint=models.CheckConstraint(condition=models.Q(('choice', None), ('has_voted', True), _connector='OR'), name='who_chose_has_voted'),
        ),
    ]
