"""Background work: it starts, is told to end, is cancelled if it does not, outlives a failure."""

from __future__ import annotations

import asyncio

import pytest

from requestbin.server import background
from requestbin.server.background import Background


async def test_work_runs_until_it_is_told_to_end() -> None:
    ended = asyncio.Event()

    async def work(stop: asyncio.Event) -> None:
        await stop.wait()
        ended.set()

    crew = Background([work])
    crew.start()
    await asyncio.sleep(0)
    await crew.settle(5)
    assert ended.is_set()


async def test_work_that_does_not_end_is_cancelled() -> None:
    cancelled = asyncio.Event()

    async def work(stop: asyncio.Event) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    crew = Background([work])
    crew.start()
    await asyncio.sleep(0)
    await crew.settle(0.01)
    assert cancelled.is_set()


async def test_work_that_fails_starts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "RESTART_SECONDS", 0.0)
    again = asyncio.Event()
    runs = []

    async def work(stop: asyncio.Event) -> None:
        runs.append(1)
        if len(runs) == 1:
            raise ConnectionError("the database was away")
        again.set()
        await stop.wait()

    crew = Background([work])
    crew.start()
    await asyncio.wait_for(again.wait(), 5)
    await crew.settle(5)
    assert len(runs) == 2


async def test_the_pause_after_a_failure_does_not_hold_up_the_end() -> None:
    failed = asyncio.Event()

    async def work(stop: asyncio.Event) -> None:
        failed.set()
        raise ConnectionError

    crew = Background([work])
    crew.start()
    await asyncio.wait_for(failed.wait(), 5)
    await asyncio.wait_for(crew.settle(5), 2)


async def test_work_that_ends_by_itself_is_not_run_again() -> None:
    runs = []

    async def work(stop: asyncio.Event) -> None:
        runs.append(1)

    crew = Background([work])
    crew.start()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await crew.settle(5)
    assert runs == [1]
