"""The outbox: deliveries that are to be made, and every attempt that was."""

from __future__ import annotations

import json

from django.db import models

from requestbin.bins.models import Bin, random_word
from requestbin.http import Headers


def new_delivery_id() -> str:
    """Return a delivery's id: 16 random characters, the same on each of its attempts."""
    return random_word(16)


class Delivery(models.Model):
    """One request that is to reach one URL. It outlives the captured request as a log entry.

    A row is claimed by `owner` until `lease_until`; whoever holds no lease may not settle it.
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
    header_pairs = models.TextField()
    """JSON `[[name, value], ...]` in latin-1 text: the request's headers as they will be sent."""
    body = models.BinaryField(null=True)
    """None: the captured bytes, read when an attempt is made."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    max_attempts = models.PositiveSmallIntegerField(default=1)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    next_attempt_at = models.DateTimeField(null=True)
    owner = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["bin", "request_seq"], name="delivery_by_request"),
            models.Index(fields=["bin", "-created_at"], name="delivery_newest"),
            models.Index(
                fields=["next_attempt_at"],
                name="delivery_due",
                condition=models.Q(state__in=("pending", "running")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.url}"

    @property
    def headers(self) -> Headers:
        """Return the header pairs as they are sent."""
        return Headers(json.loads(self.header_pairs))


class Attempt(models.Model):
    """One exchange, or the reason why there was none."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    connect_ms = models.FloatField(null=True)
    first_byte_ms = models.FloatField(null=True)
    duration_ms = models.FloatField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    header_pairs = models.TextField(default="[]")
    body = models.BinaryField(default=b"")
    size = models.PositiveBigIntegerField(default=0)
    """Bytes of the answer's body that were seen; `body` keeps the first of them."""
    body_complete = models.BooleanField(default=True)
    error = models.CharField(max_length=40, blank=True)
    """A code of `egress.Failure`, or "interrupted" when the worker died on it."""
    detail = models.TextField(blank=True)
    """The sentence for people."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="attempt_once")
        ]

    @property
    def headers(self) -> Headers:
        """Return the answer's header pairs as received."""
        return Headers(json.loads(self.header_pairs))
