"""The deadlines of a connection and its end; without them a slow client holds a socket for ever."""
# ruff: noqa: N802  (Twisted's names)
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web.http import HTTPChannel

from requestbin.http import Response
from requestbin.server import answer
from requestbin.server.limits import Limits
from requestbin.server.refusal import plain

if TYPE_CHECKING:
    from requestbin.server.connection import Connection
    from requestbin.server.door import Core

TOO_SLOW = plain(408, "The request did not arrive in time.")


class Front(Protocol):
    """What a channel asks of its server."""

    limits: Limits
    core: Core | None
    http_factory: Any
    channels: set[Any]
    draining: bool
    held: int
    """Bytes of bodies that are still arriving, on all channels."""
    now: float
    """The loop's time at the last sweep, in seconds."""
    date_line: bytes

    def forget(self, channel: Any) -> None:
        """Drop a channel that is closed."""


class PacedChannel(HTTPChannel):
    """A channel that always waits for something, and for a limited time.

    Twisted arms a timer for each wait, twice a request; here the server looks at all channels
    once a second.
    """

    transport: Connection  # type: ignore[assignment]

    def __init__(self, server: Front) -> None:
        super().__init__()
        self.timeOut = None  # Twisted's timer stays off
        self.server = server
        self.limits = server.limits
        self.peer = ""
        self._closing = False
        self._deadline = math.inf
        self._overdue: Callable[[], None] = self.hang_up
        self._held = 0
        self._window = 0

    def connectionMade(self) -> None:
        super().connectionMade()
        self.peer = self.transport.getPeer().host
        self.server.channels.add(self)
        self._wait(self.limits.head_seconds, self.hang_up)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        self.server.forget(self)
        self._release()
        super().connectionLost(reason)

    def pauseProducing(self) -> None:
        """Bound how long an answer waits for a client that does not read."""
        super().pauseProducing()
        if self._handlingRequest:
            self._wait(self.limits.idle_seconds, self.transport.abortConnection)

    def resumeProducing(self) -> None:
        super().resumeProducing()
        if self._handlingRequest:
            self._deadline = math.inf

    def sweep(self) -> None:
        """Act where the deadline has passed."""
        if self.server.now >= self._deadline:
            self._overdue()

    def send(self, response: Response, method: bytes, keep_alive: bool) -> None:
        """Write a whole answer."""
        self.transport.write(answer.octets(response, method, self.server.date_line, keep_alive))

    def refuse(self, response: Response) -> None:
        """Answer, say no more, and read on for a while.

        If it closed at once, TCP would throw the answer away while the client still sends.
        """
        requests, self.requests = self.requests, []
        for request in requests:
            request.connectionLost(connectionDone)
        self._closing = True
        self._release()
        self.send(response, b"", keep_alive=False)
        self.transport.loseWriteConnection()
        self._wait(self.limits.linger_seconds, self.transport.abortConnection)

    def hang_up(self) -> None:
        """Close, once what was written has gone out."""
        self._closing = True
        self.loseConnection()
        self._wait(self.limits.linger_seconds, self.transport.abortConnection)

    def _wait(self, seconds: float, overdue: Callable[[], None]) -> None:
        self._deadline = self.server.now + seconds
        self._overdue = overdue

    def _too_slow(self) -> None:
        self.refuse(TOO_SLOW)

    def _await_body(self) -> None:
        self._window = 0
        self._wait(self.limits.body_seconds, self._judge_body)

    def _judge_body(self) -> None:
        if self._window < self.limits.body_window_bytes:
            self._too_slow()
        else:
            self._await_body()

    def _hold(self, size: int) -> bool:
        """Count bytes of a body that is not whole yet; tell whether there is room for them."""
        self._window += size
        self._held += size
        self.server.held += size
        return self.server.held <= self.limits.held_bytes

    def _release(self) -> None:
        self.server.held -= self._held
        self._held = 0
