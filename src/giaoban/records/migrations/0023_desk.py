"""Search and saved filters; each database keeps the words of what may be found in an index of its own.

A table of words with a B-tree was measured first: with words as common as syllables are, one in twenty
searches of 100,000 entries took half a second, while full text answers in a few milliseconds.
Whoever alters the table of entries on SQLite makes it anew: the triggers are to be made again after that.
"""

import django.db.models.deletion
import giaoban.records.models.search
from django.conf import settings
from django.db import migrations, models

_POSTGRESQL = (
    """ALTER TABLE records_searchentry ADD COLUMN lexemes tsvector
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED""",
    "CREATE INDEX search_by_words ON records_searchentry USING gin (lexemes)",
)
_ADD = "INSERT INTO records_searchwords (rowid, words) VALUES (new.id, new.words);"
_REMOVE = """INSERT INTO records_searchwords (records_searchwords, rowid, words)
    VALUES ('delete', old.id, old.words);"""
_SQLITE = (
    """CREATE VIRTUAL TABLE records_searchwords USING fts5 (words, content='records_searchentry',
    content_rowid='id', detail=none, prefix='2 3', tokenize="unicode61 remove_diacritics 0 tokenchars '_'")""",
    f"CREATE TRIGGER search_added AFTER INSERT ON records_searchentry BEGIN {_ADD} END",
    f"CREATE TRIGGER search_removed AFTER DELETE ON records_searchentry BEGIN {_REMOVE} END",
    f"""CREATE TRIGGER search_changed AFTER UPDATE OF words ON records_searchentry
    BEGIN {_REMOVE} {_ADD} END""",
)


def keep_words(apps, schema_editor):
    statements = _POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0022_inspections'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object', models.CharField(max_length=80, unique=True)),
                ('kind', models.CharField(max_length=12)),
                ('number', models.CharField(blank=True, max_length=80)),
                ('plain_number', models.CharField(blank=True, max_length=80)),
                ('title', models.CharField(max_length=300)),
                ('unit_key', models.CharField(blank=True, max_length=60)),
                ('conference', models.CharField(blank=True, max_length=80)),
                ('on', models.DateField()),
                ('words', giaoban.records.models.search.Words()),
            ],
            options={
                'verbose_name_plural': 'search entries',
                'ordering': ['-on', '-id'],
                'indexes': [models.Index(fields=['plain_number'], name='search_by_number'), models.Index(fields=['on', 'id'], name='search_by_day')],
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('address', models.CharField(max_length=600)),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['person', 'name'],
                'constraints': [models.UniqueConstraint(fields=('person', 'name'), name='filter_name_once_a_person'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='filter_has_a_name'), models.CheckConstraint(condition=models.Q(('address__startswith', '/'), models.Q(('address__startswith', '//'), _negated=True)), name='filter_leads_to_this_site')],
            },
        ),
        migrations.RunPython(keep_words, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(condition=models.Q(('stage', 'lodged')), fields=['lodged_on', 'id'], name='petition_to_assign'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['unit_key'], name='task_by_unit'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['round_id'], name='task_by_round'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['indicator', 'round_id'], name='task_by_indicator'),
        ),
    ]
