"""Under which public address bins are shown."""

from __future__ import annotations

from django.db import models


class Tunnel(models.Model):
    """The public address that was saved on the page: capture URLs are shown with it. One row.

    A second one holds what was found of an address that a setting names; it shows nothing.
    """

    ONLY, SET = 1, 2

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    origin = models.CharField(max_length=255)
    checked_at = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True)
    """When a probe last came through."""
    failed_at = models.DateTimeField(null=True)
    """When the first of the probes in a row that did not come through was sent; None after one that
    did."""
    findings = models.JSONField(default=list)
    """What the way through it changes, `[[code, sentence, facts], ...]` (`bins.probe`)."""
