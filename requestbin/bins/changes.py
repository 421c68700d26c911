"""The one cursor of a bin, and the pokes that tell open pages to pull by it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from channels.layers import get_channel_layer
from django.db import transaction
from django.db.models import F

from requestbin.bins.models import BinCounter, CapturedRequest
from requestbin.buckets import Buckets

log = logging.getLogger(__name__)

POKES_PER_SECOND = 10
POKES_AT_ONCE = 4
"""So that all steps of one replay (queued, begun, answered) are seen without a wait."""


def group_of(bin_id: str) -> str:
    """Return the name of the channel group that hears of a bin's changes."""
    return f"bin.{bin_id}"


def hold(bin_id: str) -> BinCounter:
    """Lock the bin's counter until the end of a `writing()` block, and return it.

    What changes a bin's requests waits here, so what is looked at after it stays as it is. Raises
    BinCounter.DoesNotExist when the bin is gone.
    """
    return BinCounter.objects.select_for_update().get(pk=bin_id)


def advance(bin_id: str, by: int = 1) -> int:
    """Move the bin's cursor inside a `writing()` block and return where it stands now.

    Raises BinCounter.DoesNotExist when the bin is gone.
    """
    BinCounter.objects.filter(pk=bin_id).update(change=F("change") + by)
    change: int = BinCounter.objects.values_list("change", flat=True).get(pk=bin_id)
    return change


def touch(bin_id: str, seqs: Iterable[int]) -> int:
    """Give requests a new change number inside a `writing()` block, so that pages pull them.

    Returns the bin's cursor; open pages are poked after the commit. Call it before anything else
    changes those rows: counter first, then rows, is the order in which all lock (PostgreSQL ends
    transactions that wait for each other crosswise, and captures were among them).
    """
    wanted = sorted(set(seqs))
    change = advance(bin_id)
    CapturedRequest.objects.filter(bin_id=bin_id, seq__in=wanted).update(change=change)
    transaction.on_commit(lambda: announce(bin_id, change))
    return change


class Poker:
    """Sends pokes from one event loop, each bin's at a bounded rate; the last is never left out.

    The in-memory channel layer belongs to the loop of the server, and is not thread-safe.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._rate = Buckets(POKES_PER_SECOND, POKES_AT_ONCE)
        self._waiting: dict[str, int] = {}
        self._sending: set[asyncio.Task[None]] = set()

    def poke(self, bin_id: str, change: int) -> None:
        """Tell of a change; called on the loop."""
        if bin_id in self._waiting:
            self._waiting[bin_id] = change
            return
        wait = self._rate.take(bin_id, self.loop.time())
        if wait:
            self._waiting[bin_id] = change
            self.loop.call_later(wait, self._rested, bin_id)
        else:
            self._begin(bin_id, change)

    def _rested(self, bin_id: str) -> None:
        self._rate.take(bin_id, self.loop.time())
        self._begin(bin_id, self._waiting.pop(bin_id))

    def _begin(self, bin_id: str, change: int) -> None:
        task = self.loop.create_task(self._send(bin_id, change))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _send(self, bin_id: str, change: int) -> None:
        try:
            poke = {"type": "bin.poke", "change": change}
            await get_channel_layer().group_send(group_of(bin_id), poke)
        except Exception:  # a lost poke is made good by the page's own pulls; capture must go on
            log.warning("a live update could not be sent", exc_info=True)


_poker: Poker | None = None


def bind(loop: asyncio.AbstractEventLoop) -> Poker:
    """Send the pokes of this process from `loop` from now on."""
    global _poker
    if _poker is None or _poker.loop is not loop:
        _poker = Poker(loop)
    return _poker


def announce(bin_id: str, change: int) -> None:
    """Tell open pages that a bin has changed, from any thread, after the commit.

    In a process without an event loop (a management command) nothing is sent: pages look by
    themselves every 20 seconds.
    """
    poker = _poker
    if poker is None or poker.loop.is_closed():
        return
    poker.loop.call_soon_threadsafe(poker.poke, bin_id, change)
