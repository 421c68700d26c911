"""What is learnt of a capture after its commit: event type and search text, resumable at any point.

Verdicts and providers join here. It follows each bin by seq, so that a crash costs nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import F

from requestbin import metrics
from requestbin.bins import changes
from requestbin.bins.models import Bin, BinCounter, Body, CapturedRequest, EnrichCursor, SearchText
from requestbin.inspection.event import event_of
from requestbin.inspection.search_text import search_text
from requestbin.transactions import writing

log = logging.getLogger(__name__)

BATCH_ROWS = 100
BATCH_BYTES = 2 * 1024 * 1024
BUSY_PAUSE_SECONDS = 0.25
"""While captures wait for their commit, one batch in so long: they go first."""
RETRY_SECONDS = 5.0


class Enricher:
    """One thread that catches up with every bin that has news; `busy` tells that captures wait."""

    def __init__(self, busy: Callable[[], bool] = lambda: False) -> None:
        self._busy = busy
        self._bins: dict[str, None] = {}
        self._lock = threading.Lock()
        self._news, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="enricher", daemon=True)
        self._thread.start()

    def wake(self, bin_ids: Iterable[str]) -> None:
        """Look at these bins soon; cheap, and callable from any thread."""
        with self._lock:
            self._bins.update(dict.fromkeys(bin_ids))
        self._news.set()

    def close(self) -> None:
        """End after the batch at hand; the rest is taken up at the next start."""
        self._stop.set()
        self._news.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            self._safely(lambda: self.wake(unfinished()))
            while not self._stop.is_set():
                self._news.wait()
                self._news.clear()
                self._catch_up()
        finally:
            connection.close()

    def _catch_up(self) -> None:
        while not self._stop.is_set():
            with self._lock:
                bin_id = next(iter(self._bins), None)
                if bin_id is None:
                    return
                del self._bins[bin_id]
            self._safely(partial(self._batch, bin_id))
            if self._busy():
                self._stop.wait(BUSY_PAUSE_SECONDS)

    def _batch(self, bin_id: str) -> None:
        if enrich(bin_id):
            self.wake([bin_id])  # behind the others that wait: no bin starves another

    def _safely(self, work: Callable[[], Any]) -> None:
        try:
            work()
        except Exception:
            log.exception("captures could not be prepared for search; trying again")
            connection.close()
            self._stop.wait(RETRY_SECONDS)


def unfinished() -> list[str]:
    """Return the bins that have requests which were not looked at yet."""
    behind = Bin.objects.filter(deleted=False, counter__last_seq__gt=0).exclude(
        enriched__seq__gte=F("counter__last_seq")
    )
    return list(behind.values_list("pk", flat=True))


def enrich(bin_id: str) -> bool:
    """Look at the next requests of a bin; return whether there may be more.

    On PostgreSQL several processes may come at once: one takes the bin, the others leave it.
    """
    EnrichCursor.objects.get_or_create(bin_id=bin_id)
    with writing():
        cursor = EnrichCursor.objects.select_for_update(skip_locked=True).filter(pk=bin_id).first()
        if cursor is None:
            return False
        last = BinCounter.objects.values_list("last_seq", flat=True).get(pk=bin_id)
        rows = CapturedRequest.objects.filter(bin_id=bin_id, seq__gt=cursor.seq, seq__lte=last)
        batch = _bounded(list(rows.order_by("seq")[:BATCH_ROWS]))
        if batch:
            _learn(bin_id, batch)
            metrics.ENRICHED.inc(len(batch))
        reached = batch[-1].seq if batch else last  # what was deleted before its turn needs none
        EnrichCursor.objects.filter(pk=bin_id).update(seq=reached)
    return reached < last


def _bounded(rows: list[CapturedRequest]) -> list[CapturedRequest]:
    size = 0
    for index, row in enumerate(rows):
        size += row.size
        if index and size > BATCH_BYTES:
            return rows[:index]
    return rows


def _learn(bin_id: str, batch: list[CapturedRequest]) -> None:
    seqs = [row.seq for row in batch]
    bodies = {
        seq: bytes(data)
        for seq, data in Body.objects.filter(bin_id=bin_id, seq__in=seqs).values_list("seq", "data")
    }
    texts, events = [], {}
    for row in batch:
        captured = row.captured(bodies.get(row.seq, b""))
        text, cut = search_text(captured)
        texts.append(SearchText(bin_id=bin_id, seq=row.seq, text=text, cut=cut))
        event = event_of(captured.body, row.content_type)
        if event:
            events[row.seq] = event
    SearchText.objects.bulk_create(texts, ignore_conflicts=True)
    for event in set(events.values()):
        named = [seq for seq, name in events.items() if name == event]
        CapturedRequest.objects.filter(bin_id=bin_id, seq__in=named).update(event_type=event)
    if events:
        changes.touch(bin_id, events)
