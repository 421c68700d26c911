"""A captured request as it arrived, its body apart."""

from __future__ import annotations

import json

from django.db import models

from requestbin.bins import address
from requestbin.bins.models.bin import Bin
from requestbin.http import Captured, Headers

IDS = models.Q(event_id__isnull=False)  # captures come without: their index costs them nothing
SENDERS = ~models.Q(provider="")  # nor does this one


class CapturedRequest(models.Model):
    """One request as it arrived. `target` and the header pairs are exactly what was sent.

    The database checks no foreign key here: `record` has just moved the bin's counter in the same
    transaction, and the check would be paid on every capture.
    """

    pk = models.CompositePrimaryKey("bin_id", "seq")
    bin = models.ForeignKey(
        Bin, models.CASCADE, related_name="requests", db_index=False, db_constraint=False
    )
    seq = models.PositiveBigIntegerField()
    change = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()
    method = models.TextField()
    target = models.BinaryField()
    path = models.TextField()
    """The path below the bin as latin-1 text, "/" for none: to list and search, not to replay."""
    http_version = models.CharField(max_length=8)
    scheme = models.CharField(max_length=8)
    header_pairs = models.TextField()
    """JSON `[[name, value], ...]` in latin-1 text; JSON's escapes keep NUL out of PostgreSQL."""
    remote_addr = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sha256 = models.BinaryField(max_length=32)
    complete = models.BooleanField()
    names_exact = models.BooleanField()
    cookies_removed = models.BooleanField()
    content_type = models.TextField(default="")
    starred = models.BooleanField(default=False)
    provider = models.CharField(max_length=40, default="")
    event_type = models.CharField(max_length=200, default="")
    verdict = models.CharField(max_length=40, default="")
    event_id = models.CharField(max_length=200, null=True)
    attempt = models.PositiveIntegerField(default=1, db_default=1)
    """How many times the event had come by then: its id stays the same on every retry."""
    note = models.TextField(default="", db_default="")  # what people wrote about it
    answered = models.CharField(max_length=200, default="", db_default="")
    """Why a handshake was answered as it was, "" for what the bin answers by itself."""

    class Meta:
        indexes = [
            models.Index(fields=["bin", "change"], name="request_by_change"),
            models.Index(fields=["bin", "event_id", "seq"], name="request_by_event", condition=IDS),
            models.Index(
                fields=["bin", "provider", "seq", "verdict"],
                name="request_by_provider",
                condition=SENDERS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bin_id} #{self.seq}"

    @property
    def headers(self) -> Headers:
        """Return the header pairs as sent."""
        return Headers(json.loads(self.header_pairs))

    @property
    def below(self) -> bytes:
        """Return what follows the bin's key in the target: path, `?` and query."""
        return address.key_and_rest(bytes(self.target))[1]

    def captured(self, body: bytes) -> Captured:
        """Return the frozen value that everything downstream reads."""
        return Captured(
            method=self.method,
            target=bytes(self.target),
            headers=self.headers,
            body=body,
            remote_addr=self.remote_addr,
            received_at=self.received_at,
            http_version=self.http_version,
            scheme=self.scheme,
            complete=self.complete,
            names_exact=self.names_exact,
            cookies_removed=self.cookies_removed,
        )


class Body(models.Model):
    """A captured body, apart from its request so that listing never reads it."""

    pk = models.CompositePrimaryKey("bin_id", "seq")
    bin = models.ForeignKey(
        Bin, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    seq = models.PositiveBigIntegerField()
    data = models.BinaryField()
