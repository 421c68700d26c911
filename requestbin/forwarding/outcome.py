"""What an attempt came to: the row that records it, and what becomes of its delivery."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from random import Random

from requestbin.egress import Answer, Failure
from requestbin.forwarding import backoff
from requestbin.forwarding.models import Attempt, Delivery

INTERRUPTED = "interrupted"
DELETED = "deleted"
BROKEN = "broken"
UNSIGNED = "unsigned"

SENTENCES = {
    INTERRUPTED: "requestbin was stopped while it waited for the answer. Your app may have done"
    " the work.",
    DELETED: "Not sent: the captured request was deleted before its turn came.",
    BROKEN: "requestbin could not send this one; its log says why.",
    UNSIGNED: "Not sent: it could not be signed anew.",
}
"""Failures beside those of `egress`, which know nothing of storing and of workers."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An attempt that has ended. `due_at` is when the next one is due, None after the last."""

    delivery: Delivery
    attempt: Attempt
    delivered: bool
    due_at: datetime | None

    @property
    def state(self) -> Delivery.State:
        """Return the state that the delivery is in from now on."""
        if self.delivered:
            return Delivery.State.DELIVERED
        return Delivery.State.PENDING if self.due_at else Delivery.State.FAILED


def answered(
    delivery: Delivery, answer: Answer, started_at: datetime, now: datetime, rng: Random
) -> Outcome:
    """Return the outcome of an attempt that brought an answer: 2xx delivers."""
    attempt = _attempt(
        delivery,
        started_at,
        connect_ms=answer.connect_ms,
        first_byte_ms=answer.first_byte_ms,
        duration_ms=answer.duration_ms,
        address=answer.address,
        http_version=answer.http_version,
        status=answer.status,
        header_pairs=json.dumps(answer.headers.as_text()),
        body=answer.body,
        size=answer.size,
        body_complete=answer.body_complete,
    )
    if 200 <= answer.status < 300:
        return Outcome(delivery, attempt, True, None)
    asked = answer.headers.text("Retry-After")
    return _again(delivery, attempt, now, rng, asked)


def failed(
    delivery: Delivery, failure: Failure, started_at: datetime, now: datetime, rng: Random
) -> Outcome:
    """Return the outcome of an attempt that brought no answer."""
    attempt = _attempt(
        delivery,
        started_at,
        connect_ms=failure.connect_ms,
        duration_ms=failure.duration_ms,
        address=failure.address,
        error=failure.code,
        detail=failure.sentence,
    )
    return _again(delivery, attempt, now, rng)


def failure(code: str, why: str = "") -> Failure:
    """Return the failure of a code of SENTENCES, and in a second sentence why."""
    return Failure(code, f"{SENTENCES[code]} {why}".strip())


def interrupted(delivery: Delivery, started_at: datetime) -> Attempt:
    """Return the record of an attempt whose end nobody saw."""
    return _attempt(delivery, started_at, error=INTERRUPTED, detail=SENTENCES[INTERRUPTED])


def _attempt(delivery: Delivery, started_at: datetime, **facts: object) -> Attempt:
    return Attempt(
        delivery_id=delivery.pk, number=delivery.attempt_count, started_at=started_at, **facts
    )


def _again(
    delivery: Delivery, attempt: Attempt, now: datetime, rng: Random, retry_after: str = ""
) -> Outcome:
    due_at = backoff.next_try(
        delivery.tries,
        delivery.max_attempts,
        status=attempt.status,
        code=attempt.error,
        retry_after=retry_after,
        now=now,
        rng=rng,
    )
    return Outcome(delivery, attempt, False, due_at)
