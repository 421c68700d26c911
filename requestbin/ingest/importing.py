"""Takes an NDJSON export back into a bin: what is good is stored, what is not is named by line."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import IO

from django.db import DataError, IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F

from requestbin.bins import changes
from requestbin.bins.models import Bin, BinCounter, CapturedRequest
from requestbin.bins.record import record
from requestbin.conf import Conf
from requestbin.ingest import enrich
from requestbin.inspection.exports.reading import Restored, Unusable, restored
from requestbin.transactions import MAX_ROWS, writing

log = logging.getLogger(__name__)

BATCH_BYTES = 4 * 1024 * 1024
MAX_PROBLEMS = 100
HEAD_LINE_BYTES = 4 * 1024 * 1024
"""A head of 128 KiB may take so much as JSON, with what repeats parts of it."""
TOO_LONG = "longer than any request that this instance takes"
DISK_FULL = "the disk is nearly full"
NO_STORE = "the store does not answer"
BIN_GONE = "the bin is gone, or got a new URL just now"
MAX_AT_ONCE = 2
BUSY = "Too many imports at once. Try again when one of them has ended."

Numbered = tuple[int, Restored]


class Busy(Exception):
    """As many imports run as may; the message is a sentence."""


class Stopped(Exception):
    """An import that did not come to its end; the message says why, and what is stored."""


@dataclass(slots=True)
class Outcome:
    """What came of an import so far: how many lines were `stored`, how many `wrong`, and the first
    of those as (number, why)."""

    stored: int = 0
    wrong: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)

    def refuse(self, number: int, why: str) -> None:
        """Note a line that no request could be made of."""
        self.wrong += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append((number, why))


def imported(bin: Bin, file: IO[bytes], conf: Conf, first: int = 1) -> Iterator[Outcome]:
    """Store the requests that the lines of `file` hold; give the outcome so far after each commit.

    They get the bin's next numbers, in their order. `first` is the number of the first line. Raises
    Stopped.
    """
    outcome = Outcome()
    for batch in _batches(file, conf.max_body, first, outcome):
        why = NO_STORE
        try:
            why = _obstacle(bin, batch, conf, outcome)
        except (OperationalError, InterfaceError):
            log.exception("an import was broken off")
        if why:
            told = f"Stopped before line {batch[0][0]:,}: {why}. Stored: {outcome.stored:,}."
            raise Stopped(told)
        yield outcome
    yield outcome


@contextmanager
def turn() -> Iterator[None]:
    """Let few imports run at a time; each holds some megabytes. Raises Busy."""
    if not _turns.acquire(blocking=False):
        raise Busy(BUSY)
    try:
        yield
    finally:
        _turns.release()


_turns = BoundedSemaphore(MAX_AT_ONCE)


def _obstacle(bin: Bin, batch: list[Numbered], conf: Conf, outcome: Outcome) -> str:
    """Store a batch, or return what is in the way."""
    if not conf.database_url and shutil.disk_usage(conf.data).free < conf.min_free_disk:
        return DISK_FULL
    try:
        _store(bin, batch, outcome)
    except (Bin.DoesNotExist, BinCounter.DoesNotExist):
        return BIN_GONE
    return ""


def _batches(
    file: IO[bytes], max_body: int, first: int, outcome: Outcome
) -> Iterator[list[Numbered]]:
    batch: list[Numbered] = []
    size = 0
    for number, line in enumerate(_lines(file, 2 * max_body + HEAD_LINE_BYTES), first):
        if line == b"":
            continue
        try:
            one = _read(line, max_body)
        except Unusable as why:
            outcome.refuse(number, str(why))
            continue
        if batch and (len(batch) == MAX_ROWS or size + len(one.captured.body) > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append((number, one))
        size += len(one.captured.body)
    if batch:
        yield batch


def _lines(file: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """Give the lines of a file, stripped; None for one of more than `limit` bytes."""
    while line := file.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line.removeprefix(b"\xef\xbb\xbf").strip()
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(limit)
        yield None


def _read(line: bytes | None, max_body: int) -> Restored:
    if line is None:
        raise Unusable(TOO_LONG)
    return restored(line, max_body)


def _store(bin: Bin, batch: list[Numbered], outcome: Outcome) -> None:
    try:
        _commit(bin, [one for _, one in batch])
        outcome.stored += len(batch)
    except (DataError, IntegrityError, ValueError, OverflowError):
        if len(batch) == 1:  # one bad line must not take others with it
            outcome.refuse(batch[0][0], "the store cannot hold it")
            return
        for each in batch:
            _store(bin, [each], outcome)


def _commit(bin: Bin, batch: list[Restored]) -> None:
    key = Bin.objects.values_list("key", flat=True).get(pk=bin.pk, deleted=False)
    with writing():
        before = changes.hold(bin.pk)
        recorded = record([(key, one.captured) for one in batch])
        done = [(each.seq, one) for each, one in zip(recorded, batch, strict=True) if each]
        if len(done) < len(batch):  # the key was renewed, or the bin deleted, a moment ago
            raise Bin.DoesNotExist
        _mark(bin, done)
        latest = max(one.captured.received_at for one in batch)
        if before.last_arrival and before.last_arrival > latest:
            BinCounter.objects.filter(pk=bin.pk).update(last_arrival=before.last_arrival)
        change = before.change + len(batch)
        transaction.on_commit(lambda: changes.announce(bin.pk, change))
        transaction.on_commit(lambda: enrich.wake([bin.pk]))


def _mark(bin: Bin, done: list[tuple[int, Restored]]) -> None:
    """Give the requests their stars and notes again."""
    rows = CapturedRequest.objects.filter(bin=bin)
    starred = {seq: len(one.captured.body) for seq, one in done if one.starred}
    if starred:
        rows.filter(seq__in=starred).update(starred=True)
        BinCounter.objects.filter(pk=bin.pk).update(
            starred=F("starred") + len(starred),
            starred_bytes=F("starred_bytes") + sum(starred.values()),
        )
    for seq, one in done:
        if one.note:
            rows.filter(seq=seq).update(note=one.note)
