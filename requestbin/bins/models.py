"""What is stored of bins: settings, counters, captured requests, bodies, and what was refused."""

from __future__ import annotations

import json
import secrets

from django.db import models

from requestbin.bins import address
from requestbin.http import Captured, Headers

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
"""No letters that are mistaken for one another, and one double-click selects the whole."""

ID_LENGTH = 12
KEY_LENGTH = 20
"""56**20 keys: 116 bits, so that a key is found by nobody who was not told."""


def random_word(length: int) -> str:
    """Return `length` random characters fit for a URL, from the system's randomness."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_id() -> str:
    """Return a bin's id: it opens a page for those who may see it, and proves nothing."""
    return random_word(ID_LENGTH)


def new_key() -> str:
    """Return a capture key: whoever knows it can send, and learns nothing by it."""
    return random_word(KEY_LENGTH)


class Bin(models.Model):
    """A bin and its settings. What counts lives in BinCounter, so that saving settings cannot
    turn a counter back."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id, editable=False)
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=80, blank=True)
    owner = models.CharField(max_length=80, db_index=True)
    private = models.BooleanField(default=False)
    deleted = models.BooleanField(default=False)
    """Gone for everybody; `retention` takes its rows in small batches, then the bin itself."""
    created_at = models.DateTimeField(auto_now_add=True)

    answer_status = models.PositiveSmallIntegerField(default=200)
    answer_headers = models.JSONField(default=list)
    """`[[name, value], ...]`, latin-1 text, already checked by `ingest.answers.checked`."""
    answer_body = models.BinaryField(default=b"")
    answer_delay_ms = models.PositiveIntegerField(default=0)

    keep_requests = models.PositiveIntegerField()
    keep_seconds = models.PositiveIntegerField()
    keep_bytes = models.PositiveBigIntegerField()

    counter: BinCounter

    def __str__(self) -> str:
        return self.name or self.id


class BinCounter(models.Model):
    """The narrow row that every capture moves: the two cursors and the totals of one bin.

    `last_seq` numbers arrivals without a gap in commit order. `change` counts arrivals, changes of
    old rows and removals; every page and relay pulls by it. `last_removal` is the `change` at which
    something went last: a page whose cursor is older asks which of its rows are gone.
    Requests up to the seq `floor` were deleted all at once, and are purged in the background.
    `starred` and `starred_bytes` are those parts of `count` and `bytes` that retention leaves: to
    add them up from the rows would cost more the more is starred.
    """

    bin = models.OneToOneField(Bin, models.CASCADE, primary_key=True, related_name="counter")
    last_seq = models.PositiveBigIntegerField(default=0)
    change = models.PositiveBigIntegerField(default=0)
    floor = models.PositiveBigIntegerField(default=0)
    last_removal = models.PositiveBigIntegerField(default=0)
    count = models.PositiveBigIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0)
    starred = models.PositiveBigIntegerField(default=0, db_default=0)
    starred_bytes = models.PositiveBigIntegerField(default=0, db_default=0)
    last_arrival = models.DateTimeField(null=True)


IDS = models.Q(event_id__isnull=False)  # captures come without: their index costs them nothing


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

    class Meta:
        indexes = [
            models.Index(fields=["bin", "change"], name="request_by_change"),
            models.Index(fields=["bin", "received_at", "seq"], name="request_by_time"),
            models.Index(fields=["bin", "event_id", "seq"], name="request_by_event", condition=IDS),
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


class EnrichCursor(models.Model):
    """How far `ingest.enrich` has come in one bin; apart from BinCounter, whose row is hot."""

    bin = models.OneToOneField(Bin, models.CASCADE, primary_key=True, related_name="enriched")
    seq = models.PositiveBigIntegerField(default=0)


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
    """When the first of the failed probes in a row was sent; None after one that came through."""
    findings = models.JSONField(default=list)
    """What the way through it changes, `[[code, sentence, facts], ...]` (`bins.probe`)."""


class Refusal(models.Model):
    """How many requests were refused at the door in one minute, and why."""

    bin = models.ForeignKey(Bin, models.CASCADE, related_name="refusals", db_index=False)
    minute = models.DateTimeField()
    reason = models.CharField(max_length=20)
    """One of `too_large`, `too_many`, `unavailable`."""
    count = models.PositiveBigIntegerField(default=0)
    largest = models.PositiveBigIntegerField(default=0)
    """Bytes announced or seen of the largest refused body."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bin", "minute", "reason"], name="refusal_once")
        ]
