"""Several attempts at one thing, the first success wins: how one of a name's addresses is found."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def first_success(
    choices: Iterable[T],
    attempt: Callable[[T], Coroutine[Any, Any, R]],
    discard: Callable[[R], Awaitable[None]],
    stagger: float,
) -> R:
    """Return the first result of `attempt` on `choices`, each begun when the one before it failed
    or was silent for `stagger` seconds. A second result is given to `discard`.

    Raises an ExceptionGroup of all errors, in the order in which they came.
    """
    waiting = list(choices)
    running: set[asyncio.Task[R]] = set()
    errors: list[Exception] = []
    try:
        while waiting or running:
            if waiting:
                running.add(asyncio.create_task(attempt(waiting.pop(0))))
            done, _ = await asyncio.wait(
                running, timeout=stagger if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                running.discard(task)
                error = task.exception()
                if error is None:
                    running.update(done - {task})  # another one that was there at the same moment
                    return task.result()
                if not isinstance(error, Exception):
                    raise error
                errors.append(error)
        raise ExceptionGroup("every attempt failed", errors)
    finally:
        await _abandon(running, discard)


async def _abandon(tasks: set[asyncio.Task[R]], discard: Callable[[R], Awaitable[None]]) -> None:
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if not isinstance(outcome, BaseException):
            await discard(outcome)
