"""The way through a bin's requests to those that match: in stretches, two at once, never long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from time import monotonic

from django.db import connection

from requestbin.bins.models import CapturedRequest
from requestbin.bins.search import Asked, asked_of, sample_of
from requestbin.inspection.query import Query

FIRST_STRETCH = 5000
STRETCH_SECONDS = 0.3
"""What one statement should take; the first tells how far that is."""
PATIENCE_SECONDS = 2.0
"""After which no further stretch is begun: a bin of millions holds up nobody."""
SCAN_CACHE = "PRAGMA cache_size=-1000"
"""Of what is read once and never again a large cache only holds up the reading: 92 against 69 ms
for 100,000 texts. The connection ends with the page that was asked for."""

Look = Callable[[int, int, int], list[CapturedRequest]]
"""Finds what matches between two seqs, so many at most."""


@dataclass(frozen=True, slots=True)
class Found:
    """Requests that match; `stopped` is the last seq looked at where there was no time for all."""

    items: list[CapturedRequest]
    stopped: int | None


def find(
    bin_id: str, query: Query, *, above: int, below: int, limit: int, newest_first: bool
) -> Found:
    """Return the first `limit` requests that match, of those with a seq between two others."""
    asked = asked_of(query, sample_of(bin_id) if query.inside else ())
    look = partial(_look, asked, bin_id, newest_first)
    way = _Way(above, below, newest_first)
    span, began = FIRST_STRETCH if query else way.left, monotonic()
    items: list[CapturedRequest] = []
    with _second() as aside:
        while way.left and len(items) < limit:
            before, wanted = monotonic(), limit - len(items)
            mine, later = way.take(span), None
            if aside and span > FIRST_STRETCH and way.left:
                later = aside.submit(_apart, look, *way.take(span), wanted)
            items += look(*mine, wanted)
            if later and len(items) < limit:
                items += later.result()
            now = monotonic()
            span = 1 + int(span * min(16, STRETCH_SECONDS / (now - before + 0.001)))
            if way.left > 2 * FIRST_STRETCH:
                span = min(span, way.left // 2 + 1)
            if now - began > PATIENCE_SECONDS:
                break
    whole = len(items) >= limit or not way.left
    return Found(items[:limit], None if whole else way.come)


@dataclass(slots=True)
class _Way:
    """What is left to look at: the seqs between two others, from one end."""

    above: int
    below: int
    newest_first: bool

    @property
    def left(self) -> int:
        return max(0, self.below - self.above - 1)

    @property
    def come(self) -> int:
        """Return the last seq that was taken."""
        return self.below if self.newest_first else self.above

    def take(self, span: int) -> tuple[int, int]:
        """Return the bounds of the next stretch, and go on behind it."""
        above, below = self.above, self.below
        if self.newest_first:
            above = max(above, below - 1 - span)
            self.below = above + 1
        else:
            below = min(below, above + 1 + span)
            self.above = below - 1
        return above, below


@contextmanager
def _second() -> Iterator[ThreadPoolExecutor | None]:
    """Give a second thread, where that helps: SQLite looks through rows on one core, and without
    Python's lock. PostgreSQL has workers, and inside a transaction other connections see less."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield None
        return
    thread = ThreadPoolExecutor(1, "search")
    try:
        yield thread
    finally:
        thread.shutdown(wait=False)  # what is not wanted any more ends by itself


def _apart(look: Look, above: int, below: int, limit: int) -> list[CapturedRequest]:
    """Look in another thread, by a connection of its own."""
    try:
        return look(above, below, limit)
    finally:
        connection.close()


def _look(
    asked: Asked, bin_id: str, newest_first: bool, above: int, below: int, limit: int
) -> list[CapturedRequest]:
    order = "-seq" if newest_first else "seq"
    rows = asked.leading._default_manager.filter(bin_id=bin_id, seq__gt=above, seq__lt=below)
    found = asked.of(rows).order_by(order)
    if asked.leading is CapturedRequest:
        return list(found[:limit])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(SCAN_CACHE)
    seqs = list(found.values_list("seq", flat=True)[:limit])
    held = CapturedRequest.objects.filter(bin_id=bin_id, seq__in=seqs)
    return list(held.order_by(order)) if seqs else []
