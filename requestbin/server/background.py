"""The work that runs beside the requests: deliveries, retention; started late and stopped early."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

log = logging.getLogger(__name__)

Work = Callable[[asyncio.Event], Coroutine[Any, Any, None]]
"""Runs until the event is set, then ends what it has begun and returns."""

RESTART_SECONDS = 5.0


class Background:
    """A few coroutines that share one stop."""

    def __init__(self, work: Sequence[Work]) -> None:
        self._work = work
        self._stop = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Start all of it."""
        self._tasks = [asyncio.ensure_future(self._keep_up(each)) for each in self._work]

    async def settle(self, seconds: float) -> None:
        """Tell all of it to end; cancel what has not after `seconds`."""
        self._stop.set()
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            log.warning("background work did not end in time and was cancelled")
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _keep_up(self, work: Work) -> None:
        """Run `work`, and again if it fails: a database that was away comes back."""
        while not self._stop.is_set():
            try:
                await work(self._stop)
            except Exception:
                log.exception("background work failed; it starts again")
                await self._pause()
            else:
                return

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._stop.wait(), RESTART_SECONDS)
        except TimeoutError:
            return
