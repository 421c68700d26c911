"""Dropping what a bin does not keep: the oldest, in small batches, in the background."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import close_old_connections, connection
from django.db.models import F, Q

from requestbin.access.sessions import SessionStore
from requestbin.bins.actions import erase, remove
from requestbin.bins.models import Bin, BinCounter, CapturedRequest, Refusal
from requestbin.transactions import MAX_ROWS, writing

log = logging.getLogger(__name__)

PAUSE_SECONDS = 2.0
AGE_EVERY = 30
"""Rounds between two looks for requests that are too old."""
MAX_BATCHES = 50
"""For one bin in one round, so that a full bin does not keep the others waiting."""
REFUSALS_KEPT = timedelta(days=7)
VACUUM_PAGES = 2000
"""In one transaction: 8 MB, for which captures wait a few milliseconds."""

Spares = Callable[[str], set[int]]
_spares: list[Spares] = []


def spare(unfinished: Spares) -> None:
    """Register who else holds on to requests: given a bin's id, the seqs that must stay."""
    if unfinished not in _spares:
        _spares.append(unfinished)


Drops = Callable[[bool], object]
_drops: list[Drops] = []


def follow(drop: Drops) -> None:
    """Register who else drops what belongs to bins, told whether it is a round by age. It leaves
    nothing of a deleted bin, whose own row goes after it."""
    if drop not in _drops:
        _drops.append(drop)


async def run(stop: asyncio.Event) -> None:
    """Apply every bin's retention until `stop` is set."""
    round_number = 0
    while not stop.is_set():
        await asyncio.to_thread(_round, round_number % AGE_EVERY == 0)
        round_number += 1
        try:
            await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)
        except TimeoutError:
            continue


def apply(*, by_age: bool = True) -> int:
    """Drop what no bin keeps any more; return how many requests went."""
    dropped = 0
    for bin in _candidates(by_age):
        for _ in range(MAX_BATCHES):
            with writing():  # nothing that is to be spared comes between the look and the removal
                seqs = _surplus(bin, by_age)
                dropped += remove(bin.pk, seqs) if seqs else 0
            if len(seqs) < MAX_ROWS:
                break
    for drop in _drops:
        drop(by_age)
    purge()
    return dropped


def purge() -> None:
    """Erase the rows of deleted bins and of requests that were deleted all at once."""
    for counter in BinCounter.objects.filter(Q(floor__gt=0) | Q(bin__deleted=True)):
        _purge(counter)


def _round(by_age: bool) -> None:
    try:
        apply(by_age=by_age)
        if by_age:
            SessionStore.clear_expired()
            with writing():
                Refusal.objects.filter(minute__lt=datetime.now(UTC) - REFUSALS_KEPT).delete()
        give_space_back()
    except Exception:
        log.exception("retention failed in this round; trying again")
    finally:
        close_old_connections()


def _candidates(by_age: bool) -> list[Bin]:
    bins = Bin.objects.filter(deleted=False, counter__count__gt=0).select_related("counter")
    if not by_age:
        over = Q(counter__count__gt=F("keep_requests")) | Q(counter__bytes__gt=F("keep_bytes"))
        bins = bins.filter(over)
    return list(bins)


def _surplus(bin: Bin, by_age: bool) -> list[int]:
    counter = BinCounter.objects.get(pk=bin.pk)
    spared = set().union(*(unfinished(bin.pk) for unfinished in _spares))
    oldest = CapturedRequest.objects.filter(bin=bin, seq__gt=counter.floor, starred=False)
    rows = oldest.order_by("seq").values_list("seq", "size", "received_at")[
        : MAX_ROWS + len(spared)
    ]
    too_old = datetime.now(UTC) - timedelta(seconds=bin.keep_seconds)
    count, size = counter.count, counter.bytes
    surplus: list[int] = []
    for seq, length, received_at in rows:
        full = count > bin.keep_requests or size > bin.keep_bytes
        if not full and not (by_age and received_at < too_old):
            break
        if seq not in spared:
            surplus.append(seq)
            count, size = count - 1, size - length
    return surplus[:MAX_ROWS]


def _purge(counter: BinCounter) -> None:
    bin = Bin.objects.get(pk=counter.pk)
    rows = CapturedRequest.objects.filter(bin_id=bin.pk)
    if not bin.deleted:
        rows = rows.filter(seq__lte=counter.floor)
    while seqs := list(rows.order_by("seq").values_list("seq", flat=True)[:MAX_ROWS]):
        with writing():
            erase(bin.pk, seqs)
    with writing():
        if bin.deleted:
            bin.delete()
        else:
            BinCounter.objects.filter(pk=bin.pk, floor=counter.floor).update(floor=0)


def give_space_back() -> None:
    """Return free pages of the SQLite file to the disk, at most VACUUM_PAGES at a time.

    A tenth of the file may stay free: a full bin drops as much as it takes in, and would have the
    file shrink and grow with every batch.
    """
    if connection.vendor != "sqlite" or _free_pages() <= _pages("page_count") // 10:
        return
    with writing(), connection.cursor() as cursor:
        for _ in range(min(_free_pages(), VACUUM_PAGES)):
            cursor.execute("PRAGMA incremental_vacuum")  # stepped once, it frees one page


def _free_pages() -> int:
    return _pages("freelist_count")


def _pages(pragma: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        return int(cursor.fetchone()[0])
