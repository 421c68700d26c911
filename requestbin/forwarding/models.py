"""The outbox: deliveries that are to be made, every attempt that was, and who is at work."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import models

from requestbin.bins.models import Bin, random_word
from requestbin.http import Headers


def new_delivery_id() -> str:
    """Return a delivery's id: 16 random characters, the same on each of its attempts."""
    return random_word(16)


class Delivery(models.Model):
    """One request that is to reach one URL. It outlives the captured request as a log entry.

    A running row belongs to `owner` until `due_at`; whoever does not hold it may not settle it.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        RUNNING = "running"
        DELIVERED = "delivered"
        FAILED = "failed"

    UNFINISHED = (State.PENDING, State.RUNNING)

    id = models.CharField(primary_key=True, max_length=16, default=new_delivery_id)
    bin = models.ForeignKey(Bin, models.CASCADE, related_name="deliveries", db_index=False)
    request_seq = models.PositiveBigIntegerField()
    method = models.TextField()
    url = models.TextField()
    target = models.TextField()
    """Scheme, host and port of `url`: deliveries to one target share a limit."""
    header_pairs = models.TextField()
    """JSON `[[name, value], ...]` in latin-1 text: the request's headers, without those that belong
    to one connection (`egress.as_sent` adds them)."""
    body = models.BinaryField(null=True)
    """None: the captured bytes, read when an attempt is made."""
    size = models.PositiveBigIntegerField()
    """Bytes of the body that is sent, before it is signed."""
    resign = models.JSONField(null=True)
    """How each attempt is signed anew (`resigning.Resign`); None: it goes as it was composed."""
    sealed = models.BinaryField(null=True)
    """A secret that was given for this delivery alone; it goes with the last attempt."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    max_attempts = models.PositiveSmallIntegerField(default=1)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    interruptions = models.PositiveSmallIntegerField(default=0)
    """How many of the attempts were cut by an end of the worker; they do not count as tries."""
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    """When a worker may take it: the next try, or the end of the lease of the one at work."""
    owner = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True)
    """When its newest attempt began."""

    class Meta:
        indexes = [
            models.Index(fields=["bin", "request_seq"], name="delivery_by_request"),
            models.Index(fields=["bin", "-created_at"], name="delivery_newest"),
            models.Index(
                fields=["due_at", "target"],  # a claim passes over targets that take no more
                name="delivery_due",
                condition=models.Q(due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.url}"

    @property
    def headers(self) -> Headers:
        """Return the header pairs that it was composed with."""
        return Headers(json.loads(self.header_pairs))

    @property
    def next_attempt_at(self) -> datetime | None:
        """Return when the next attempt is due; None while one is made, and after the last."""
        return self.due_at if self.state == self.State.PENDING else None

    @property
    def tries(self) -> int:
        """Return how many attempts count against `max_attempts`."""
        return self.attempt_count - self.interruptions

    @property
    def finished(self) -> bool:
        """Tell whether there will be no further attempt."""
        return self.state not in self.UNFINISHED


class Attempt(models.Model):
    """One exchange, or the reason why there was none. Times are milliseconds from its start."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts", db_index=False)
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    connect_ms = models.FloatField(null=True)
    first_byte_ms = models.FloatField(null=True)
    duration_ms = models.FloatField(null=True)
    address = models.CharField(max_length=64, blank=True)
    """Where the name led to."""
    http_version = models.CharField(max_length=8, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    header_pairs = models.TextField(default="[]")
    body = models.BinaryField(default=b"")
    size = models.PositiveBigIntegerField(default=0)
    """Bytes of the answer's body that were seen; `body` keeps the first of them."""
    body_complete = models.BooleanField(default=True)
    """False when the answer broke off or was cut off before its end."""
    signed = models.JSONField(null=True)
    """What signing it anew changed, secrets masked: `{"secret": label, "changes": [[place, was,
    now], ...], "size": bytes}`."""
    error = models.CharField(max_length=40, blank=True)
    """A code of `egress.Failure`, or one of `forwarding.outcome`: why there is no answer."""
    detail = models.TextField(blank=True)
    """The sentence for people."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="attempt_once")]

    def __str__(self) -> str:
        return f"{self.delivery_id} attempt {self.number}"

    @property
    def headers(self) -> Headers:
        """Return the answer's header pairs as received."""
        return Headers(json.loads(self.header_pairs))


class Fetch(models.Model):
    """What a thin payload is about, fetched for one request; the newest answer stays, and goes with
    its request. Times are milliseconds from its start."""

    bin = models.ForeignKey(Bin, models.CASCADE, related_name="+", db_index=False)
    request_seq = models.PositiveBigIntegerField()
    url = models.TextField()
    authorized = models.BooleanField(default=False)
    """Whether an Authorization header went along; it is kept nowhere but among the secrets."""
    fetched_at = models.DateTimeField()
    duration_ms = models.FloatField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    header_pairs = models.TextField(default="[]")
    body = models.BinaryField(default=b"")
    size = models.PositiveBigIntegerField(default=0)
    body_complete = models.BooleanField(default=True)
    error = models.CharField(max_length=40, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bin", "request_seq"], name="fetch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.bin_id} #{self.request_seq} {self.url}"

    @property
    def headers(self) -> Headers:
        """Return the answer's header pairs as received."""
        return Headers(json.loads(self.header_pairs))


class WorkerHeartbeat(models.Model):
    """A worker that lives, for processes that ask whether any does."""

    owner = models.CharField(primary_key=True, max_length=32)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.owner
