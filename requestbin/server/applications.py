"""Daphne's bookkeeping of application instances, repaired: finished ones are forgotten at once."""

from __future__ import annotations

import asyncio
import logging
import time
from functools import partial
from typing import Any

import daphne.server

from requestbin.server.head import Head
from requestbin.server.pages import PageRequest

log = logging.getLogger(__name__)

WIRE = "requestbin.wire"
"""The scope extension that says what ASGI cannot: `target` as sent, `headers` in order and case."""


class ApplicationServer(daphne.server.Server):  # type: ignore[misc]
    """Runs one application instance for each request to a page and each WebSocket.

    Daphne looks once a second for those that ended: an error was answered that late, and at full
    load 118 MB of finished requests were kept (now 59).
    """

    connections: dict[Any, dict[str, Any]]

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        """Start an instance with an exact scope; return the queue of its events."""
        scope["root_path"] = self.root_path  # not what a Daphne-Root-Path header says
        if isinstance(protocol, PageRequest):
            _repair(scope, protocol.head)
        queue = super().create_application(protocol, scope)
        task = self.connections.get(protocol, {}).get("application_instance")
        if task is not None:
            task.add_done_callback(partial(self._ended, protocol))
        return queue

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        """Send a part of an answer; return when the client has read enough for the next."""
        await super().handle_reply(protocol, message)
        if isinstance(protocol, PageRequest):
            await protocol.drained()

    def protocol_disconnected(self, protocol: Any) -> None:
        """Note that a request is answered or its client gone."""
        details = self.connections.get(protocol)
        if details is None:
            return
        details.setdefault("disconnected", time.time())
        if "application_instance" not in details:
            del self.connections[protocol]

    def instances(self) -> list[asyncio.Future[None]]:
        """Return the instances that still run."""
        found = [details.get("application_instance") for details in self.connections.values()]
        return [task for task in found if task is not None]

    def end_abandoned(self) -> None:
        """Cancel instances that go on long after their client has gone."""
        latest = time.time() - self.application_close_timeout
        for details in list(self.connections.values()):
            if details.get("disconnected", latest) < latest:
                details["application_instance"].cancel()

    def _ended(self, protocol: Any, task: asyncio.Future[None]) -> None:
        details = self.connections[protocol]
        del details["application_instance"]
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("an application instance failed", exc_info=error)
        if "disconnected" in details:
            del self.connections[protocol]
        elif error is not None or isinstance(protocol, PageRequest):
            protocol.handle_exception(error)  # a request that got no whole answer


def _repair(scope: dict[str, Any], head: Head) -> None:
    scope["headers"] = [(name.lower(), value) for name, value in head.pairs]
    scope["http_version"] = head.version.decode("ascii")
    scope["asgi"] = {"version": "3.0", "spec_version": "2.3"}
    scope["extensions"] = {WIRE: {"target": head.target, "headers": list(head.pairs)}}
