"""Dropping what a bin does not keep: the oldest, in small batches, in the background."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import close_old_connections, connection
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Least

from requestbin.access import shares
from requestbin.access.sessions import SessionStore
from requestbin.bins import changes
from requestbin.bins.actions import erase, remove
from requestbin.bins.models import Bin, BinCounter, CapturedRequest, Refusal
from requestbin.conf import PUBLIC
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
    for bin_id in _candidates(by_age):
        with _alone(bin_id):
            for _ in range(MAX_BATCHES):
                gone = _drop_batch(bin_id, by_age)
                dropped += gone
                if gone < MAX_ROWS:
                    break
    for drop in _drops:
        drop(by_age)
    purge()
    return dropped


def purge() -> None:
    """Erase the rows of deleted bins and of requests that were deleted all at once."""
    for counter in BinCounter.objects.filter(Q(floor__gt=0) | Q(bin__deleted=True)):
        with _alone(counter.pk):
            _purge(counter)


@contextmanager
def _alone(bin_id: str) -> Iterator[None]:
    """Let a bin fail without the others. One that another process has purged meanwhile is done."""
    try:
        yield
    except (Bin.DoesNotExist, BinCounter.DoesNotExist):
        return
    except Exception:
        log.exception("retention failed for bin %s in this round; trying again", bin_id)


def _round(by_age: bool) -> None:
    try:
        apply(by_age=by_age)
        if by_age:
            SessionStore.clear_expired()
            shares.clear_expired()
            with writing():
                Refusal.objects.filter(minute__lt=datetime.now(UTC) - REFUSALS_KEPT).delete()
        give_space_back()
    except Exception:
        log.exception("retention failed in this round; trying again")
    finally:
        close_old_connections()


def _candidates(by_age: bool) -> list[str]:
    counters = BinCounter.objects.filter(bin__deleted=False, count__gt=F("starred"))
    if not by_age:
        requests, size = F("bin__keep_requests"), F("bin__keep_bytes")
        more: F | Least = F("starred")
        larger: F | Least = F("starred_bytes")
        if _bounded():
            more, larger = Least(more, requests), Least(larger, size)
        counters = counters.filter(Q(count__gt=requests + more) | Q(bytes__gt=size + larger))
    return list(counters.values_list("pk", flat=True))


def _bounded() -> bool:
    """Tell whether what must stay may be no more than the limits once again: strangers could star
    without end. Beyond that it counts, and takes the place of what may go."""
    return bool(settings.REQUESTBIN.mode == PUBLIC)


def _drop_batch(bin_id: str, by_age: bool) -> int:
    with writing():
        counter = changes.hold(bin_id)  # nobody stars or replays between the look and the removal
        seqs = _surplus(counter, by_age)
        return remove(bin_id, seqs) if seqs else 0


def _surplus(counter: BinCounter, by_age: bool) -> list[int]:
    bin = counter.bin
    rows = CapturedRequest.objects.filter(bin=bin, seq__gt=counter.floor, starred=False)
    spared = set().union(*(unfinished(bin.pk) for unfinished in _spares))
    staying = _staying(counter, rows, spared)
    count, size = counter.count - staying[0], counter.bytes - staying[1]
    too_old = datetime.now(UTC) - timedelta(seconds=bin.keep_seconds)
    oldest = rows.order_by("seq").values_list("seq", "size", "received_at")
    surplus: list[int] = []
    for seq, length, received_at in oldest[: MAX_ROWS + len(spared)]:
        full = count > bin.keep_requests or size > bin.keep_bytes
        if not full and not (by_age and received_at < too_old):
            break
        if seq not in spared:
            surplus.append(seq)
            count, size = count - 1, size - length
    return surplus[:MAX_ROWS]


def _staying(
    counter: BinCounter, unstarred: QuerySet[CapturedRequest], spared: set[int]
) -> tuple[int, int]:
    """Return how many requests do not count towards the bin's limits, and their bytes."""
    count, size = counter.starred, counter.starred_bytes
    seqs = sorted(spared)
    for start in range(0, len(seqs), MAX_ROWS):
        some = unstarred.filter(seq__in=seqs[start : start + MAX_ROWS])
        found = some.aggregate(count=Count("seq"), size=Sum("size", default=0))
        count, size = count + found["count"], size + found["size"]
    if _bounded():
        count, size = min(count, counter.bin.keep_requests), min(size, counter.bin.keep_bytes)
    return count, size


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
