"""Who may wait for a first attempt: few callers at once, since each holds a thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from requestbin.api.errors import Problem

MAX_WAITERS = 32
"""Each holds a thread of the server for up to 30 s."""
RETRY_SECONDS = 1

_places = threading.BoundedSemaphore(MAX_WAITERS)


@contextmanager
def place(seconds: float) -> Iterator[None]:
    """Hold a place among those who wait; who waits 0 seconds needs none.

    Raises Problem (429) before anything is sent when all places are taken.
    """
    if not seconds:
        yield
        return
    if not _places.acquire(blocking=False):
        raise Problem(429, "Too many callers wait already.", retry_after=RETRY_SECONDS)
    try:
        yield
    finally:
        _places.release()
