"""Workers that run as they do in `serve`, in a thread each, and waiting for what they do."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings

from requestbin.conf import LOOPBACK
from requestbin.egress import Client
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.worker import Worker
from tests.serving import until

Work = Callable[..., Worker]


@contextmanager
def working(**options: Any) -> Iterator[Worker]:
    """Run a worker, that may reach this machine, until the block ends."""
    ready, box = threading.Event(), {}

    async def run() -> None:
        options.setdefault("client", Client(LOOPBACK))
        box["worker"] = Worker(settings.REQUESTBIN, **options)
        box["loop"], box["stop"] = asyncio.get_running_loop(), asyncio.Event()
        ready.set()
        await box["worker"].run(box["stop"])

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert ready.wait(10)
    try:
        yield box["worker"]
    finally:
        box["loop"].call_soon_threadsafe(box["stop"].set)
        thread.join(30)
        assert not thread.is_alive()


def attempts_of(delivery: Delivery) -> list[Attempt]:
    """Return the recorded attempts, in order."""
    return list(Attempt.objects.filter(delivery_id=delivery.pk).order_by("number"))


def settled(delivery: Delivery, seconds: float = 10) -> Delivery:
    """Wait until there will be no further attempt, and return the delivery as it is then."""
    return until(lambda: (now := Delivery.objects.get(pk=delivery.pk)).finished and now, seconds)


def tried(delivery: Delivery, count: int = 1, seconds: float = 10) -> list[Attempt]:
    """Wait until `count` attempts are recorded, and return them."""
    return until(lambda: len(found := attempts_of(delivery)) >= count and found, seconds)


def due(delivery: Delivery, at: datetime) -> None:
    """Move a delivery in time: as if it were due at another moment."""
    Delivery.objects.filter(pk=delivery.pk).update(due_at=at)
