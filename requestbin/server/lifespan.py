"""Tells the application when to start and when to end (ASGI lifespan protocol); Daphne does not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

Application = Callable[..., Awaitable[None]]
Message = dict[str, Any]


class StartupFailed(Exception):
    """The application cannot start; the message is its own."""


class Lifespan:
    """One run of an application, from start-up to shutdown."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._events: asyncio.Queue[Message] = asyncio.Queue()
        self._replies: asyncio.Queue[Message] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Return once the application is ready; raise StartupFailed where it is not."""
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
        running = self._application(scope, self._events.get, self._replies.put)
        self._task = asyncio.ensure_future(running)
        reply = await self._tell("lifespan.startup")
        if reply["type"] != "lifespan.startup.complete":
            raise StartupFailed(reply.get("message") or "The application could not start.")

    async def stop(self) -> str:
        """Have the application shut down; return what it says of a failure, or ""."""
        if self._task is None or self._task.done():
            return ""
        reply = await self._tell("lifespan.shutdown")
        if reply["type"] == "lifespan.shutdown.failed":
            return str(reply.get("message") or "The application could not shut down.")
        return ""

    async def _tell(self, event: str) -> Message:
        assert self._task is not None
        self._events.put_nowait({"type": event})
        reply = asyncio.ensure_future(self._replies.get())
        await asyncio.wait((reply, self._task), return_when=asyncio.FIRST_COMPLETED)
        if reply.done():
            return reply.result()
        reply.cancel()
        error = None if self._task.cancelled() else self._task.exception()
        return {"type": f"{event}.failed", "message": f"{type(error).__name__}: {error}"}
