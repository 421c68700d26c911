"""Ends the server in order: requests in flight, background work, the application; each in time."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from typing import TYPE_CHECKING

from requestbin.server.pages import PageRequest

if TYPE_CHECKING:
    from requestbin.server.server import Server

log = logging.getLogger(__name__)

GOING_AWAY = 1001
"""RFC 6455 section 7.4.1: pages know that they should connect again."""
CANCEL_SECONDS = 2.0
LAST_RESORT_SECONDS = 3.0


async def drain(server: Server) -> None:
    """Stop `server` after everything that it owes, or after the deadlines of its limits."""
    limits = server.limits
    _end_anyway(limits.drain_seconds + limits.settle_seconds + limits.shutdown_seconds)
    await answer_all(server, limits.drain_seconds)
    await server.background.settle(limits.settle_seconds)
    try:
        async with asyncio.timeout(limits.shutdown_seconds):
            failure = await server.lifespan.stop()
    except TimeoutError:
        failure = "The application did not shut down in time."
    if failure:
        log.error(failure)


async def answer_all(server: Server, seconds: float) -> None:
    """Answer what is in flight, let go of the rest."""
    _close_sockets(server)
    if not server.channels:
        server.empty.set()
    for channel in list(server.channels):
        channel.wind_down()
    try:
        async with asyncio.timeout(seconds):
            await server.empty.wait()
    except TimeoutError:
        log.warning("%d connections were cut: no answer in time", len(server.channels))
        for channel in list(server.channels):
            channel.transport.abortConnection()
    await _cancel(server.instances())


def _close_sockets(server: Server) -> None:
    for protocol in list(server.connections):
        if not isinstance(protocol, PageRequest) and protocol.state == protocol.STATE_OPEN:
            protocol.sendCloseFrame(code=GOING_AWAY)


async def _cancel(tasks: list[asyncio.Future[None]]) -> None:
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=CANCEL_SECONDS)
    for task in late:
        task.cancel()
    if late:
        await asyncio.wait(late, timeout=CANCEL_SECONDS)


def _end_anyway(seconds: float) -> None:
    """End the process even if a thread hangs: Python waits for those without a deadline."""
    allowance = seconds + 2 * CANCEL_SECONDS + LAST_RESORT_SECONDS
    timer = threading.Timer(allowance, os._exit, (1,))
    timer.daemon = True
    timer.start()
