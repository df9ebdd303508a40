"""Which tasks a body co-ordinates is read from the index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0023_desk")]

    operations = [
        migrations.RemoveIndex(model_name="coordinatingbody", name="task_by_co_ordinating_body"),
        migrations.AddIndex(
            model_name="coordinatingbody",
            index=models.Index(fields=["body", "task"], name="task_by_co_ordinating_body"),
        ),
    ]
