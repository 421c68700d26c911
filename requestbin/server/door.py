"""The direct door: a request to a bin goes from the wire to capture's core, with no ASGI layer."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from requestbin.http import Captured, Headers, Response
from requestbin.server.head import Head
from requestbin.server.refusal import plain

if TYPE_CHECKING:
    from requestbin.server.channel import Channel

log = logging.getLogger(__name__)

BROKEN = plain(500, "Something broke here. Whether the request was stored is not known.")


class Core(Protocol):
    """What the door asks of `capture.core.Core`."""

    max_body: int

    def capture(self, captured: Captured) -> asyncio.Future[Response]:
        """Store a request, and resolve to its answer after the commit."""

    def too_large(self, target: bytes, size: int, peer: str) -> Response:
        """Count a body that is not taken, and return the 413."""

    def no_room(self, target: bytes, size: int, peer: str) -> Response:
        """Count a body that the server cannot hold beside the others, and return the 503."""


class DirectRequest:
    """A request whose target is a bin's: its body is kept whole, and given to the core."""

    __slots__ = ("_body", "_channel", "_core", "_gone", "_head", "_receiving")

    outlives_sender = True
    """A client that has sent all and closed its half, as `nc -N` does, still gets its answer."""

    def __init__(self, channel: Channel, head: Head, core: Core) -> None:
        self._channel = channel
        self._core = core
        self._head = head
        self._body: bytes | bytearray = b""
        self._receiving = True
        self._gone = False

    @property
    def max_body(self) -> int:
        """Return how many bytes the body may have."""
        return self._core.max_body

    def too_large(self, size: int) -> Response:
        """Have the core count a body that is not taken, and return its answer."""
        self._drop()
        return self._core.too_large(self._head.target, size, self._channel.peer)

    def no_room(self, size: int) -> Response:
        """Have the core count a body that there is no memory for, and return its answer."""
        self._drop()
        return self._core.no_room(self._head.target, size, self._channel.peer)

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        if not self._body:
            self._body = data  # most bodies come in one piece
            return
        if isinstance(self._body, bytes):
            self._body = bytearray(self._body)
        self._body += data

    def arrived(self) -> None:
        """Give the core the whole request, and send its answer."""
        self._receiving = False
        try:
            future = self._core.capture(self._captured(complete=True))
        except Exception as error:
            future = asyncio.get_running_loop().create_future()
            future.set_exception(error)
        if future.done():
            self._answer(future)
        else:
            future.add_done_callback(self._answer)

    def connectionLost(self, reason: object) -> None:  # noqa: N802
        """Store what came of a cut-off upload; a request that came whole is stored anyway."""
        self._gone = True
        if self._receiving:
            self._receiving = False
            self._core.capture(self._captured(complete=False))

    def _drop(self) -> None:
        self._receiving = False
        self._body = b""

    def _captured(self, complete: bool) -> Captured:
        head = self._head
        return Captured(
            method=head.method.decode("ascii"),
            target=head.target,
            headers=Headers.of(head.pairs),
            body=bytes(self._body),
            remote_addr=self._channel.peer,
            received_at=datetime.now(UTC),
            http_version=head.version.decode("ascii"),
            complete=complete,
        )

    def _answer(self, future: asyncio.Future[Response]) -> None:
        if self._gone:
            return
        channel, method = self._channel, self._head.method
        try:
            channel.send(future.result(), method, channel.stays_open)
        except (Exception, asyncio.CancelledError):  # or what the core said cannot be said in HTTP
            log.exception("a capture failed")
            channel.send(BROKEN, method, channel.stays_open)
        channel.requestDone(self)
