"""The worker: takes what is due, has it sent, writes down what came of it, and ends in order."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar
from uuid import uuid4

from django.db import close_old_connections, connection

from requestbin.conf import Conf
from requestbin.egress import DEFAULT_LIMITS, Client, Limits
from requestbin.forwarding import cargo, heartbeat, queue, wake
from requestbin.forwarding.cargo import Cargo
from requestbin.forwarding.load import Load
from requestbin.forwarding.models import Delivery
from requestbin.forwarding.outcome import Outcome
from requestbin.forwarding.sending import Sender

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5
"""How often the queue is looked at without a wake: for retries, and other processes' deliveries."""
LINGER_SECONDS = 0.005
"""While others are in flight, what ends so soon after the first shares its commit (4 to 8 ms)."""
TROUBLE_SECONDS = 1.0
"""The pause when the database fails."""
DRAIN_SECONDS = 6.0
"""For attempts in flight at the end; `serve` gives its background work 10 s in all."""

P = ParamSpec("P")
R = TypeVar("R")


class Worker:
    """Makes deliveries until it is told to stop. Several may work on one PostgreSQL database."""

    def __init__(
        self,
        conf: Conf,
        *,
        client: Client | None = None,
        limits: Limits = DEFAULT_LIMITS,
        drain_seconds: float = DRAIN_SECONDS,
    ) -> None:
        self.owner = uuid4().hex
        self._sender = Sender(client or Client(conf.nets), limits)
        self._drain_seconds = drain_seconds
        self._load = Load()
        self._in_flight: dict[asyncio.Task[None], Delivery] = {}
        self._outcomes: list[Outcome] = []
        self._beaten_at = -heartbeat.BEAT_SECONDS

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; then claim nothing more, and finish or give back the rest."""
        loop = asyncio.get_running_loop()
        self._awake = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "deliveries")
        end = loop.create_task(self._wake_at(stop))
        try:
            with wake.due.heard_by(lambda: loop.call_soon_threadsafe(self._awake.set)):
                await self._in_database(queue.reclaim, datetime.now(UTC))
                while not stop.is_set():
                    await self._turn()
                await self._drain()
        finally:
            end.cancel()
            await self._abandon()
            self._thread.submit(lambda: connection.close())  # that thread's, not ours
            self._thread.shutdown(wait=False)

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._awake.set()

    async def _turn(self) -> None:
        """Settle what has ended and begin what fits; with nothing to begin, wait."""
        self._awake.clear()
        try:
            await self._beat()
            begun = await self._settle_and_begin()
        except Exception:
            log.exception("the delivery worker met an error; it goes on")
            await asyncio.sleep(TROUBLE_SECONDS)
            return
        if not begun:
            await self._rest()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(POLL_SECONDS):
                await self._awake.wait()
            if self._in_flight:
                await asyncio.sleep(LINGER_SECONDS)
        except TimeoutError:
            self._thread.submit(close_old_connections)  # nothing to do: others may need it

    async def _beat(self) -> None:
        if time.monotonic() - self._beaten_at >= heartbeat.BEAT_SECONDS:
            await self._in_database(heartbeat.beat, self.owner)
            self._beaten_at = time.monotonic()

    async def _settle_and_begin(self) -> int:
        """Return how many were begun. Both share one commit, which costs more than all else."""
        outcomes, self._outcomes = self._outcomes, []
        try:
            refused, claimed = await self._in_database(
                _settle_and_claim, self.owner, outcomes, self._load.copy()
            )
        except BaseException:
            self._outcomes = outcomes + self._outcomes
            raise
        if refused:
            log.warning("%d outcomes were not stored: their leases had ended", refused)
        for delivery, carried in claimed:
            self._begin(delivery, carried)
        return len(claimed)

    def _begin(self, delivery: Delivery, carried: Cargo) -> None:
        self._load.add(delivery)
        task = asyncio.create_task(self._attempt(delivery, carried))
        self._in_flight[task] = delivery
        task.add_done_callback(self._ended)

    async def _attempt(self, delivery: Delivery, carried: Cargo) -> None:
        made = await self._sender.attempt(delivery, carried)
        self._outcomes.append(made)  # looked up after the wait: settling puts a new list there

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._load.remove(self._in_flight.pop(task))
        self._awake.set()

    async def _drain(self) -> None:
        if self._in_flight:
            await asyncio.wait(self._in_flight, timeout=self._drain_seconds)
        unfinished = list(self._in_flight.values())
        await self._abandon()
        await self._in_database(queue.settle, self.owner, self._outcomes)
        await self._in_database(queue.release, self.owner, unfinished, datetime.now(UTC))
        await self._in_database(heartbeat.leave, self.owner)

    async def _abandon(self) -> None:
        """Stop every attempt; those that are not given back are made again when leases end."""
        tasks = list(self._in_flight)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _in_database(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `work` on the worker's one database thread, which keeps its connection while busy."""

        def call() -> R:
            try:
                return work(*args, **kwargs)
            except BaseException:
                connection.close()  # it may be the connection that is broken
                raise

        return await asyncio.get_running_loop().run_in_executor(self._thread, call)


def _settle_and_claim(
    owner: str, outcomes: Sequence[Outcome], load: Load
) -> tuple[int, list[tuple[Delivery, Cargo]]]:
    now = datetime.now(UTC)
    if not outcomes and not queue.waiting(load, now):  # a look without the write lock
        return 0, []
    refused, claimed = queue.settle_and_claim(owner, outcomes, load, now)
    return refused, list(zip(claimed, cargo.loaded(claimed), strict=True))
