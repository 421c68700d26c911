"""Takes an NDJSON export back into a bin: what is good is stored, what is not is named by line."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from django.db import DataError, IntegrityError, transaction
from django.db.models import F

from requestbin.bins import changes
from requestbin.bins.models import Bin, BinCounter, CapturedRequest
from requestbin.bins.record import record
from requestbin.conf import Conf
from requestbin.ingest import enrich
from requestbin.inspection.exports.reading import Restored, Unusable, restored
from requestbin.transactions import MAX_ROWS, writing

BATCH_BYTES = 4 * 1024 * 1024
MAX_PROBLEMS = 100
HEAD_LINE_BYTES = 4 * 1024 * 1024
"""A head of 128 KiB may take so much as JSON, with what repeats parts of it."""
TOO_LONG = "longer than any request that this instance takes"
DISK_FULL = "Not all was imported: the disk is nearly full."

Numbered = tuple[int, Restored]


class NoRoom(Exception):
    """The disk is too full to go on; the message is a sentence, and what was stored stays."""


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
    NoRoom, Bin.DoesNotExist and django.db.DatabaseError; what was given before that is stored.
    """
    outcome = Outcome()
    for batch in _batches(file, conf.max_body, first, outcome):
        _demand_room(conf)
        _store(bin, batch, outcome)
        yield outcome
    yield outcome


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


def _store(bin: Bin, batch: Iterable[Numbered], outcome: Outcome) -> None:
    numbered = list(batch)
    try:
        _commit(bin, [one for _, one in numbered])
        outcome.stored += len(numbered)
    except (DataError, IntegrityError, ValueError, OverflowError):
        if len(numbered) == 1:  # one bad line must not take others with it
            outcome.refuse(numbered[0][0], "the store cannot hold it")
            return
        for each in numbered:
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


def _demand_room(conf: Conf) -> None:
    if conf.database_url or shutil.disk_usage(conf.data).free >= conf.min_free_disk:
        return
    raise NoRoom(DISK_FULL)
