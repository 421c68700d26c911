"""What search looks at, made of a request after its commit."""

from __future__ import annotations

from django.db import models

from requestbin.bins.models.bin import Bin


class SearchText(models.Model):
    """The text that search looks at (`inspection.search_text`). Written by `ingest.enrich` after
    the commit, for every request in turn: one that has no row here was not prepared yet."""

    pk = models.CompositePrimaryKey("bin_id", "seq")
    bin = models.ForeignKey(
        Bin, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    seq = models.PositiveBigIntegerField()
    text = models.TextField()
    cut = models.BooleanField(default=False)
    """True where the body was too large to be searched whole."""
    query_pairs = models.TextField(default="[]", db_default="[]")
    """JSON `[[name, value], ...]`: the decoded fields of the target's query."""

    class Meta:
        indexes = [
            models.Index(fields=["bin", "seq"], name="search_cut", condition=models.Q(cut=True))
        ]


class SearchFields(models.Model):
    """The JSON of a body as a search by field looks at it (`inspection.search_fields`), where there
    is any. Apart from the text, which is gone through in half the time for it."""

    pk = models.CompositePrimaryKey("bin_id", "seq")
    bin = models.ForeignKey(
        Bin, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    seq = models.PositiveBigIntegerField()
    fields = models.JSONField()
