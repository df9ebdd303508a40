"""The letters that call to a conference, feeds of calendars, papers and who has opened them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0009_convening'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('renewed_at', models.DateTimeField()),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='feed', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['person'],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300)),
                ('audience', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=255)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('classification', models.CharField(max_length=30)),
                ('is_late', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.CharField(blank=True, max_length=254)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='records.conference')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='papers', to='records.agendaitem')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replacement', to='records.paper')),
            ],
            options={
                'ordering': ['conference', 'item__number', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PaperReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.CharField(max_length=254)),
                ('at', models.DateTimeField()),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='records.paper')),
            ],
            options={
                'ordering': ['paper', 'at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Convocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveIntegerField()),
                ('method', models.CharField(max_length=8)),
                ('digest', models.CharField(max_length=64)),
                ('is_refused', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=254)),
                ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='convocations', to='records.delegate')),
            ],
            options={
                'ordering': ['delegate', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('method__in', ('request', 'cancel'))), name='convocation_method_is_known'), models.UniqueConstraint(condition=models.Q(('is_refused', False)), fields=('delegate', 'sequence'), name='convocation_is_sent_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='paper_has_a_title'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('audience__in', ('seats', 'delegates', 'leaders'))), name='paper_audience_is_known'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='paper_is_withdrawn_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='paperreading',
            constraint=models.UniqueConstraint(fields=('paper', 'person'), name='paper_is_first_opened_once'),
        ),
    ]
