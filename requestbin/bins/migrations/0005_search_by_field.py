"""Makes JSON bodies searchable by field, and has everything prepared for search anew."""

import django.db.models.deletion
from django.db import migrations, models


def forget(apps, schema_editor):
    """Search finds old requests again as `ingest.enrich` comes to them."""
    alias = schema_editor.connection.alias
    apps.get_model("bins", "SearchText").objects.using(alias).all().delete()
    apps.get_model("bins", "EnrichCursor").objects.using(alias).update(seq=0)


class Migration(migrations.Migration):
    dependencies = [("bins", "0004_notes")]
    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name="searchtext",
            name="query_pairs",
            field=models.TextField(db_default="[]", default="[]"),
        ),
        migrations.AddIndex(
            model_name="searchtext",
            index=models.Index(
                condition=models.Q(("cut", True)), fields=["bin", "seq"], name="search_cut"
            ),
        ),
        migrations.CreateModel(
            name="SearchFields",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "bin_id",
                        "seq",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "bin",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="bins.bin",
                    ),
                ),
                ("seq", models.PositiveBigIntegerField()),
                ("fields", models.JSONField()),
            ],
        ),
    ]
