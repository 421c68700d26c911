"""A worker alone in a process, as `serve` runs it on SQLite: something to kill."""

from __future__ import annotations

import asyncio
import signal

import django


async def work() -> None:
    """Run a worker with the settings of the environment until SIGTERM."""
    from django.conf import settings

    from requestbin.forwarding.worker import Worker

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await Worker(settings.REQUESTBIN).run(stop)


if __name__ == "__main__":
    django.setup()
    asyncio.run(work())
