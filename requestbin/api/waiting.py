"""Waiting for a first attempt without holding a connection, and for few callers at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections

from requestbin.api.errors import Problem
from requestbin.bins.models import Bin
from requestbin.forwarding import queries, wake
from requestbin.forwarding.models import Delivery

MAX_WAITERS = 32
"""Each holds a thread of the server for up to 30 s."""
POLL_SECONDS = 0.25
"""For what a worker in another process did; one in this process tells at once."""
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


def first_attempt(bin: Bin, delivery_id: str, seconds: float) -> Delivery | None:
    """Return the delivery once it has an attempt, None when `seconds` were not enough."""
    deadline = time.monotonic() + seconds
    news = threading.Event()
    with wake.settled.heard_by(news.set):
        while (left := deadline - time.monotonic()) > 0:
            delivery = queries.find_delivery(bin, delivery_id)
            if delivery.attempts.all():
                return delivery
            close_old_connections()  # nobody else should lack a connection while this one waits
            news.wait(min(left, POLL_SECONDS))
            news.clear()
    return None
