"""One attempt, from the request to its outcome: nothing that goes wrong in it escapes."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from random import Random

from requestbin import metrics
from requestbin.egress import Client, Failure, Limits
from requestbin.forwarding import outcome
from requestbin.forwarding.cargo import Cargo
from requestbin.forwarding.models import Delivery
from requestbin.forwarding.outcome import Outcome

log = logging.getLogger(__name__)


class Sender:
    """Sends what a worker has claimed."""

    def __init__(self, client: Client, limits: Limits) -> None:
        self._client = client
        self._limits = limits
        self._rng = Random()  # noqa: S311 (it spreads retries, it guards nothing)

    async def attempt(self, delivery: Delivery, cargo: Cargo) -> Outcome:
        """Make one attempt with what the delivery carries."""
        started_at = datetime.now(UTC)
        made = await self._made(delivery, cargo, started_at)
        made.attempt.signed = cargo.signed
        _count(made)
        return made

    async def _made(self, delivery: Delivery, cargo: Cargo, started_at: datetime) -> Outcome:
        if cargo.request is None:
            gone = cargo.failure or outcome.failure(outcome.DELETED)
            return self._failed(delivery, gone, started_at)
        try:
            answer = await self._client.exchange(cargo.request, self._limits)
        except Failure as failure:
            return self._failed(delivery, failure, started_at)
        except Exception:
            log.exception("delivery %s could not be sent", delivery.pk)
            return self._failed(delivery, outcome.failure(outcome.BROKEN), started_at)
        return outcome.answered(delivery, answer, started_at, datetime.now(UTC), self._rng)

    def _failed(self, delivery: Delivery, failure: Failure, started_at: datetime) -> Outcome:
        return outcome.failed(delivery, failure, started_at, datetime.now(UTC), self._rng)


def _count(made: Outcome) -> None:
    attempt = made.attempt
    result = f"{attempt.status // 100}xx" if attempt.status else attempt.error
    metrics.ATTEMPTS.labels(result).inc()
    if attempt.duration_ms is not None:
        metrics.ATTEMPT_SECONDS.observe(attempt.duration_ms / 1000)
