"""Counts what is starred beside what is kept, and counts once what is starred already."""

from django.db import migrations, models
from django.db.models import Count, Sum


def count_starred(apps, schema_editor):
    counters = apps.get_model("bins", "BinCounter").objects.using(schema_editor.connection.alias)
    requests = apps.get_model("bins", "CapturedRequest").objects.using(
        schema_editor.connection.alias
    )
    starred = requests.filter(starred=True)
    for bin_id in list(starred.order_by().values_list("bin_id", flat=True).distinct()):
        for counter in counters.filter(pk=bin_id):
            kept = starred.filter(bin_id=bin_id, seq__gt=counter.floor)
            found = kept.aggregate(count=Count("seq"), size=Sum("size"))
            counters.filter(pk=bin_id).update(
                starred=found["count"], starred_bytes=found["size"] or 0
            )


class Migration(migrations.Migration):
    dependencies = [("bins", "0002_sqlite_gives_space_back")]
    operations = [
        migrations.AddField(
            model_name="bincounter",
            name="starred",
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="bincounter",
            name="starred_bytes",
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
        migrations.RunPython(count_starred, migrations.RunPython.noop, elidable=False),
    ]
