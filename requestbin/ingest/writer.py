"""Group commit: what is acknowledged is on disk, and one commit serves all that wait for it."""

from __future__ import annotations

import asyncio
import logging
import math
import queue
import shutil
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from weakref import WeakSet

from django.db import DataError, IntegrityError, connection

from requestbin import metrics
from requestbin.bins.record import Arrival, Recorded, record
from requestbin.http import Captured
from requestbin.transactions import writing

log = logging.getLogger(__name__)

MAX_BATCH_ROWS = 256
MAX_BATCH_BYTES = 8 * 1024 * 1024
MAX_QUEUED_ROWS = 4096
MAX_QUEUED_BYTES = 64 * 1024 * 1024
BUSY_MILLISECONDS = 3000
"""How long a capture waits for another process that writes to the SQLite file."""
DISK_CHECK_SECONDS = 1.0
BUSY_SECONDS = 0.25
"""After a commit; what can wait (`enrich`) leaves the interpreter to captures meanwhile."""
REFUSING_SECONDS = 30.0
TELL_SECONDS = 10.0
"""A failure for each batch would fill the disk that is full with what is said of it."""
IDLE_SECONDS = 5.0
"""After so long without a capture the connection to a database server is tried before use."""


STUCK_SECONDS = 10.0
"""How long a sender is held by a store that hangs: a stopped server, a lock, a dying disk."""
LOOK_SECONDS = 1.0
STUCK = "the store does not answer"


class Unavailable(Exception):
    """It could not be stored, so it is not acknowledged; the sender is told to try again."""


Outcome = Recorded | Exception | None
"""What came of a capture: stored, Unavailable, or None for a key that no bin has."""


class _Waiting(NamedTuple):
    arrival: Arrival
    size: int
    settle: Callable[[Outcome], None]
    since: float


_STOP = None
"""Ends the writer thread, after everything that was queued before it."""


_running: WeakSet[Writer] = WeakSet()


def lag() -> float:
    """Return for how many seconds captures of this process have waited for a commit."""
    return max((writer.lag for writer in _running), default=0.0)


def refusing() -> bool:
    """Tell whether captures of this process could not be stored just now."""
    return any(writer.refusing for writer in _running)


class Writer:
    """Takes captures from one event loop to one thread that commits them in batches.

    `on_commit` is called on the loop with what a batch recorded.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        on_commit: Callable[[Sequence[Recorded]], None],
        *,
        folder: Path,
        min_free_disk: int = 0,
    ) -> None:
        self._loop = loop
        self._on_commit = on_commit
        self._folder, self._min_free_disk = folder, min_free_disk
        self._disk_checked = self._last_commit = 0.0
        self._busy_since = 0.0
        self._failed_at = self._told_at = -math.inf
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._unanswered: deque[_Waiting] = deque()  # in the queue's order; the loop's alone
        self._looking: asyncio.TimerHandle | None = None
        self._thread = threading.Thread(target=self._run, name="capture-writer", daemon=True)
        self._thread.start()
        self.rows = self.bytes = 0
        """What waits for its commit; counted on the loop alone."""
        metrics.QUEUED.set_function(lambda: self.rows)
        _running.add(self)

    @property
    def busy(self) -> bool:
        """Tell whether captures wait, or came just now."""
        return bool(self.rows) or time.monotonic() - self._last_commit < BUSY_SECONDS

    @property
    def lag(self) -> float:
        """Return for how many seconds the batch at hand has been waiting for its commit."""
        since = self._busy_since
        return time.monotonic() - since if since else 0.0

    @property
    def refusing(self) -> bool:
        """Tell whether the last batch could not be stored, and that is not long ago."""
        return time.monotonic() - self._failed_at < REFUSING_SECONDS

    def submit(self, key: str, captured: Captured, settle: Callable[[Outcome], None]) -> None:
        """Queue a capture; `settle` is told on the loop, after the commit, what came of it.

        Raises Unavailable when too much waits already, or for too long.
        """
        if self.lag > STUCK_SECONDS:
            raise Unavailable(STUCK)
        size = len(captured.body)
        if self.rows >= MAX_QUEUED_ROWS or (self.rows and self.bytes + size > MAX_QUEUED_BYTES):
            raise Unavailable("too much waits to be stored")
        self.rows += 1
        self.bytes += size
        waiting = _Waiting((key, captured), size, settle, time.monotonic())
        self._unanswered.append(waiting)
        self._queue.put(waiting)
        self._looking = self._looking or self._loop.call_later(LOOK_SECONDS, self._look)

    async def close(self) -> None:
        """Commit everything that is queued, and end the thread."""
        self._queue.put(_STOP)
        await self._loop.run_in_executor(None, self._thread.join)
        _running.discard(self)

    def _run(self) -> None:
        while (batch := self._next_batch()) is not None:
            self._busy_since = time.monotonic()
            outcomes = self._store([waiting.arrival for waiting in batch])
            self._busy_since = 0.0
            self._loop.call_soon_threadsafe(self._settle, batch, outcomes)
        connection.close()

    def _next_batch(self) -> list[_Waiting] | None:
        first = self._queue.get()
        if first is None:
            return None
        batch, size = [first], first.size
        while len(batch) < MAX_BATCH_ROWS and size < MAX_BATCH_BYTES:
            try:
                waiting = self._queue.get_nowait()
            except queue.Empty:
                break
            if waiting is None:
                self._queue.put(_STOP)  # nothing is queued behind it: close() came last
                break
            batch.append(waiting)
            size += waiting.size
        return batch

    def _store(self, arrivals: list[Arrival]) -> list[Outcome]:
        try:
            self._demand_free_disk()
            outcomes: list[Outcome] = list(self._commit(arrivals))
            self._failed_at = -math.inf
        except (DataError, IntegrityError, ValueError, OverflowError) as error:
            if len(arrivals) == 1:  # one bad row must not fail the others of its batch
                log.exception("a capture could not be stored")
                return [Unavailable(str(error))]
            return [outcome for one in arrivals for outcome in self._store([one])]
        except Exception as error:
            self._tell_failure()
            connection.close()  # whatever broke it, the next batch starts with a fresh connection
            return [Unavailable(str(error))] * len(arrivals)
        return outcomes

    def _tell_failure(self) -> None:
        self._failed_at = time.monotonic()
        if self._failed_at - self._told_at >= TELL_SECONDS:
            log.exception("captures cannot be stored")
            self._told_at = self._failed_at

    def _commit(self, arrivals: list[Arrival]) -> list[Recorded | None]:
        self._drop_stale_connection()
        if connection.connection is None and connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        with metrics.COMMIT_SECONDS.time(), writing():
            outcomes = record(arrivals)
        metrics.COMMIT_ROWS.observe(len(arrivals))
        stored = [one for (_, one), done in zip(arrivals, outcomes, strict=True) if done]
        metrics.CAPTURED.inc(len(stored))
        metrics.CAPTURED_BYTES.inc(sum(len(captured.body) for captured in stored))
        return outcomes

    def _drop_stale_connection(self) -> None:
        now = time.monotonic()
        idle = now - self._last_commit > IDLE_SECONDS
        self._last_commit = now
        if idle and connection.connection is not None and not connection.is_usable():
            connection.close()

    def _demand_free_disk(self) -> None:
        now = time.monotonic()
        if not self._min_free_disk or now - self._disk_checked < DISK_CHECK_SECONDS:
            return
        if shutil.disk_usage(self._folder).free < self._min_free_disk:
            raise Unavailable("the disk is nearly full")
        self._disk_checked = now

    def _look(self) -> None:
        """Answer those that have waited too long; they stay queued, and may be stored after all."""
        latest, before = time.monotonic() - STUCK_SECONDS, len(self._unanswered)
        while self._unanswered and self._unanswered[0].since < latest:
            self._answer(self._unanswered.popleft(), Unavailable(STUCK))
        if given_up := before - len(self._unanswered):
            log.error("%s: %d captures were told to try again", STUCK, given_up)
        self._looking = self._loop.call_later(LOOK_SECONDS, self._look) if self.rows else None

    def _settle(self, batch: list[_Waiting], outcomes: list[Outcome]) -> None:
        for waiting, outcome in zip(batch, outcomes, strict=True):
            self.rows -= 1
            self.bytes -= waiting.size
            if self._unanswered and self._unanswered[0] is waiting:  # else it was told already
                self._answer(self._unanswered.popleft(), outcome)
        recorded = [outcome for outcome in outcomes if isinstance(outcome, Recorded)]
        if recorded:
            self._on_commit(recorded)

    def _answer(self, waiting: _Waiting, outcome: Outcome) -> None:
        try:
            waiting.settle(outcome)
        except Exception:  # the others of the batch are stored, and wait for their answers
            log.exception("a capture's answer could not be made")
