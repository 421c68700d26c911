"""Lets SQLite return freed pages to the disk (`retention.give_space_back`).

A migration, not a pragma of every connection: setting it takes the write lock, for which each new
connection would wait behind the capture writer.
"""

from django.db import migrations


def allow_incremental_vacuum(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA auto_vacuum=INCREMENTAL")
        cursor.execute("VACUUM")  # an existing file takes the setting on only now


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("bins", "0001_initial")]
    operations = [
        migrations.RunPython(allow_incremental_vacuum, migrations.RunPython.noop, elidable=False)
    ]
