"""Deliveries in lines: where a request went, what came of it, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings

from requestbin.bins.models import Bin
from requestbin.forwarding import queries
from requestbin.forwarding.advice import Advice, advise
from requestbin.forwarding.ages import aged
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.web.marks import Mark, mark_of, newest_attempt
from requestbin.web.replaying import is_remote
from requestbin.web.timing import Timing, timing_of

MAX_LINES = 3
LOOKED_AT = 50
"""How far back the lines of one request look for another target, in deliveries."""

SOON = timedelta(seconds=30)
"""What is due so soon is worth asking about again and again, should no poke arrive."""

STOPPED = Advice("Stopped before it was sent.")
NO_WORKER = {
    True: "Nothing is sent: no worker is running. Start one: `.venv/bin/python manage.py deliver`",
    False: "Nothing is sent: no worker is running. `manage.py serve` starts one with it, unless"
    " `REQUESTBIN_WORKER` is 0.",
}
"""By whether workers are processes of their own: they are on PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Line:
    """A delivery as one line: its newest attempt in a word, a sentence and a drawing."""

    delivery: Delivery
    attempt: Attempt | None
    mark: Mark
    advice: Advice
    timing: Timing | None

    @property
    def plain(self) -> bool:
        """Tell whether the sentence says no more than the line itself does."""
        first = self.attempt is None and not self.delivery.finished
        return first or self.delivery.state == Delivery.State.DELIVERED

    @property
    def told(self) -> str:
        """Return what changes whenever there is something new to tell of the delivery."""
        return f"{self.delivery.pk}-{self.delivery.state}-{self.delivery.attempt_count}"

    @property
    def stoppable(self) -> bool:
        """Tell whether it waits for an attempt that can be called off."""
        return self.delivery.state == Delivery.State.PENDING


@dataclass(frozen=True, slots=True)
class Sends:
    """The newest delivery to each of at most MAX_LINES targets, and how many there are in all."""

    lines: list[Line]
    total: int
    idle: str
    soon: bool

    @property
    def newest(self) -> Line | None:
        """Return the line of the newest delivery."""
        return self.lines[0] if self.lines else None


def sends_of(bin: Bin, seq: int) -> Sends:
    """Return what the head of a request's detail says of its deliveries."""
    latest = queries.deliveries_of(bin, seq=seq, limit=LOOKED_AT)
    by_url = {delivery.url: delivery for delivery in reversed(latest)}
    shown = sorted(by_url.values(), key=latest.index)[:MAX_LINES]
    total = len(latest) if len(latest) < LOOKED_AT else queries.count(bin.pk, seq)
    return Sends(lines_of(shown), total, idle_of(shown), any(map(_is_due_soon, shown)))


def lines_of(deliveries: Iterable[Delivery]) -> list[Line]:
    """Return the lines of deliveries; their drawings have one scale, so that they compare."""
    found = [(delivery, newest_attempt(delivery)) for delivery in deliveries]
    longest = max((attempt.duration_ms or 0 for _, attempt in found if attempt), default=0)
    return [_line(delivery, attempt, longest) for delivery, attempt in found]


def line_of(delivery: Delivery) -> Line:
    """Return the line of one delivery, its drawing as wide as it took."""
    return lines_of([delivery])[0]


def idle_of(deliveries: Iterable[Delivery]) -> str:
    """Return what to do where deliveries wait and nobody makes them; "" where all is well."""
    if all(delivery.finished for delivery in deliveries) or queries.worker_alive():
        return ""
    return NO_WORKER[bool(settings.REQUESTBIN.database_url)]


def _line(delivery: Delivery, attempt: Attempt | None, scale_ms: float) -> Line:
    now = datetime.now(UTC)
    if attempt is None and delivery.finished:
        advice = STOPPED
    else:
        advice = advise(
            delivery, attempt, now=now, remote=is_remote(), aged=aged(delivery, attempt)
        )
    timing = timing_of(attempt, scale_ms) if attempt else None
    return Line(delivery, attempt, mark_of(delivery), advice, timing)


def _is_due_soon(delivery: Delivery) -> bool:
    due_at = delivery.next_attempt_at
    return not delivery.finished and (due_at is None or due_at < datetime.now(UTC) + SOON)
