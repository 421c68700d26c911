"""`deliver`: deliveries and retention as a process of their own, for installations that grow."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from requestbin.bins import changes, retention
from requestbin.forwarding.worker import Worker
from requestbin.management.stored import demand_store

ON_SQLITE = (
    "Nothing to do: on SQLite `serve` does everything, deliveries too."
    " Workers of their own need PostgreSQL (DATABASE_URL)."
)


class Command(BaseCommand):
    """Make deliveries until SIGTERM or Ctrl+C."""

    help = "Makes deliveries, beside any number of others; needs PostgreSQL."
    requires_system_checks = ()

    def handle(self, *_: Any, **__: Any) -> None:
        if connection.vendor == "sqlite":
            raise CommandError(ON_SQLITE)
        demand_store()
        connection.close()
        self.stdout.write("Making deliveries. Ctrl+C stops it, after what is in flight.")
        asyncio.run(_work())


async def _work() -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    changes.bind(loop)
    await asyncio.gather(Worker(settings.REQUESTBIN).run(stop), retention.run(stop))
