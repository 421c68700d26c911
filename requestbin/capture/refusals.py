"""What providers read when a bin does not take their request, and the count of it for the page."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import close_old_connections
from django.db.models import F

from requestbin import metrics
from requestbin.bins import changes
from requestbin.bins.models import Bin, Refusal
from requestbin.http import Headers, Response
from requestbin.ingest.answers import dressed
from requestbin.transactions import MAX_ROWS, writing

log = logging.getLogger(__name__)

TOO_LARGE, TOO_MANY, UNAVAILABLE = "too_large", "too_many", "unavailable"
FLUSH_SECONDS = 1.0
RETRY_SECONDS = 5
MAX_KEYS = 10_000
"""Keys that nobody has are counted too until the flush: their number is the sender's choice."""


def plain(status: int, text: str, *headers: tuple[str, str]) -> Response:
    """Return a plain-text answer for a delivery log."""
    kind = ("Content-Type", "text/plain; charset=utf-8")
    return dressed(Response(status, Headers((kind, *headers)), f"{text}\n".encode()))


UNKNOWN = plain(404, "No bin here. The URL was mistyped, replaced or deleted. Nothing was stored.")


def too_large(limit: int) -> Response:
    """Answer a body over `limit` bytes."""
    return plain(
        413,
        f"Too large: this bin accepts up to {limit:,} bytes. The body was not stored; "
        "the attempt is noted in the bin.",
    )


def too_many(rate: int, wait: int) -> Response:
    """Answer a sender above `rate` requests per second, who may come again in `wait` seconds."""
    times = "second" if wait == 1 else "seconds"
    return plain(
        429,
        f"Too many requests: limit {rate:,} per second. Not stored. Try again in {wait} {times}.",
        ("Retry-After", str(wait)),
    )


UNSTORABLE = plain(
    503,
    f"Cannot store right now, so not accepted. Try again in {RETRY_SECONDS} seconds.",
    ("Retry-After", str(RETRY_SECONDS)),
)


@dataclass(slots=True)
class _Tally:
    count: int = 0
    largest: int = 0


class Refusals:
    """Counts refusals in memory and writes them about once a second: a flood costs no writes.

    At most the last second of counts is lost in a crash; what was refused was never acknowledged.
    """

    def __init__(self) -> None:
        self._tallies: dict[tuple[str, str], _Tally] = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def note(self, key: str, reason: str, size: int = 0) -> None:
        """Count a refusal of `size` bytes at the bin with `key`, if there is one."""
        metrics.REFUSED.labels(reason).inc()
        with self._lock:
            if len(self._tallies) >= MAX_KEYS and (key, reason) not in self._tallies:
                return
            self._add_up((key, reason), 1, size)
            self._flush_in(FLUSH_SECONDS)

    def flush(self) -> None:
        """Write what was counted, and poke the pages of those bins; what cannot be written now
        (the disk may be full, for that is what refusals come of) is written later."""
        with self._lock:
            tallies, self._tallies, self._timer = self._tallies, {}, None
        left = list(tallies.items())
        try:
            while left:
                self._write(dict(left[:MAX_ROWS]))
                del left[:MAX_ROWS]
        except Exception:
            log.exception("refusals could not be counted yet")
            self._put_back(left)
        finally:
            close_old_connections()

    def _put_back(self, left: Sequence[tuple[tuple[str, str], _Tally]]) -> None:
        with self._lock:
            for which, tally in left:
                self._add_up(which, tally.count, tally.largest)
            self._flush_in(RETRY_SECONDS)

    def _add_up(self, which: tuple[str, str], count: int, largest: int) -> None:
        tally = self._tallies.setdefault(which, _Tally())
        tally.count += count
        tally.largest = max(tally.largest, largest)

    def _flush_in(self, seconds: float) -> None:
        if self._timer is None:
            self._timer = threading.Timer(seconds, self.flush)
            self._timer.daemon = True
            self._timer.start()

    def _write(self, tallies: Mapping[tuple[str, str], _Tally]) -> None:
        keys = {key for key, _ in tallies}
        bins = dict(Bin.objects.filter(key__in=keys, deleted=False).values_list("key", "pk"))
        minute = datetime.now(UTC).replace(second=0, microsecond=0)
        touched: dict[str, int] = {}
        with writing():
            for (key, reason), tally in sorted(tallies.items()):  # other processes lock them too
                if key in bins:
                    self._add(bins[key], minute, reason, tally)
                    touched[bins[key]] = 0
            for bin_id in sorted(touched):
                touched[bin_id] = changes.advance(bin_id)
        for bin_id, change in touched.items():
            changes.announce(bin_id, change)

    @staticmethod
    def _add(bin_id: str, minute: datetime, reason: str, tally: _Tally) -> None:
        row, _ = Refusal.objects.get_or_create(bin_id=bin_id, minute=minute, reason=reason)
        Refusal.objects.filter(pk=row.pk).update(
            count=F("count") + tally.count, largest=max(row.largest, tally.largest)
        )
