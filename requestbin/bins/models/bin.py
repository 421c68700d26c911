"""A bin with its settings and counters, and what was refused at its door."""

from __future__ import annotations

import secrets

from django.db import models

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

    provider = models.CharField(max_length=40, blank=True, default="", db_default="")
    """Whose webhooks come here, as the owner says; "" finds it out for each request."""
    handshakes = models.BooleanField(default=True, db_default=True)
    """Whether checks of the address are answered by themselves (`providers.handshakes`)."""
    confirms = models.BooleanField(default=False, db_default=False)
    """Whether a handshake that asks us to fetch an address may have us do so."""
    takes_secrets_until = models.DateTimeField(null=True)
    """The end of the window in which a handshake may bring a secret; the owner opens it."""
    fetch_url = models.TextField(blank=True, default="", db_default="")
    """The template of what a thin payload is about (`providers.refetch`)."""

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


class EnrichCursor(models.Model):
    """How far `ingest.enrich` has come in one bin; apart from BinCounter, whose row is hot."""

    bin = models.OneToOneField(Bin, models.CASCADE, primary_key=True, related_name="enriched")
    seq = models.PositiveBigIntegerField(default=0)


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
