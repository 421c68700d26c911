"""One of several attempts wins; the others are told to stop, and nothing they opened is lost."""

from __future__ import annotations

import asyncio

import pytest

from requestbin.egress.race import first_success


async def nothing(_: object) -> None:
    return None


async def test_the_next_begins_when_one_fails() -> None:
    tried: list[int] = []

    async def attempt(number: int) -> int:
        tried.append(number)
        if number < 3:
            raise OSError(number)
        return number

    async with asyncio.timeout(5):
        assert await first_success([1, 2, 3, 4], attempt, nothing, 60) == 3
    assert tried == [1, 2, 3]


async def test_the_next_begins_when_one_is_silent_and_the_silent_one_is_stopped() -> None:
    stopped = asyncio.Event()

    async def attempt(number: int) -> int:
        if number == 1:
            try:
                await asyncio.Event().wait()
            finally:
                stopped.set()
        return number

    async with asyncio.timeout(5):
        assert await first_success([1, 2], attempt, nothing, 0.01) == 2
    assert stopped.is_set()


async def test_a_second_success_is_discarded() -> None:
    together, discarded = asyncio.Event(), []

    async def attempt(number: int) -> int:
        if number == 2:
            together.set()
        await together.wait()
        return number

    async def discard(number: int) -> None:
        discarded.append(number)

    won = await first_success([1, 2], attempt, discard, 0.01)
    assert sorted([won, *discarded]) == [1, 2]


async def test_all_errors_are_told_in_order() -> None:
    async def attempt(number: int) -> int:
        raise OSError(number)

    with pytest.raises(ExceptionGroup) as failed:
        await first_success([1, 2], attempt, nothing, 60)
    assert [error.args for error in failed.value.exceptions] == [(1,), (2,)]


async def test_cancelling_the_race_stops_every_attempt() -> None:
    stopped = 0

    async def attempt(number: int) -> int:
        nonlocal stopped
        try:
            await asyncio.Event().wait()
        finally:
            stopped += 1
        return number

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await first_success([1, 2, 3], attempt, nothing, 0.001)
    assert stopped == 3
