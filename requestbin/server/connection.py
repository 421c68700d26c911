"""One accepted socket: asyncio's protocol below, Twisted's transport above.

Twisted's own sockets cost two epoll calls, a log context and a turn of the loop for each answer:
17,000 answers a second at most, where uvloop's transport under the same protocols gives 40,000.
"""
# ruff: noqa: N802  (Twisted's names)

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Any, cast

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.error import ConnectionLost
from twisted.internet.interfaces import (
    IConsumer,
    IHalfCloseableProtocol,
    IPushProducer,
    ITCPTransport,
)
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from zope.interface import implementer

log = logging.getLogger(__name__)

TURN_BYTES = 64 * 1024
"""What is read from one client before all others have had a turn. libuv goes on to 8 MiB: a million
chunks of one byte held everybody up for 3 s, and now for 40 ms."""

_LOST = Failure(ConnectionLost())  # type: ignore[no-untyped-call]


@implementer(ITCPTransport, IConsumer, IPushProducer)
class Connection(asyncio.Protocol):
    """Carries bytes between a socket and a Twisted protocol.

    `protocol` may be replaced at any time: Daphne does when a request becomes a WebSocket.
    """

    connected = False
    disconnecting = False
    producer: Any = None
    _paused = _in_turns = False

    def __init__(self, protocol: Any) -> None:
        self.protocol = protocol
        self._writable: asyncio.Event | None = None

    # Below: asyncio calls these.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self.write = self._transport.write  # no hop between: every answer passes here
        self.connected = True
        self.protocol.makeConnection(self)

    def data_received(self, data: bytes) -> None:
        if len(data) <= TURN_BYTES:
            self._deliver(data)
        else:
            self._transport.pause_reading()
            self._take_turn(data)

    def _take_turn(self, data: bytes) -> None:
        """Deliver a part, and the rest after everybody else."""
        if self._transport.is_closing():
            return
        self._deliver(data[:TURN_BYTES])
        rest = data[TURN_BYTES:]
        self._in_turns = bool(rest)
        if rest:
            asyncio.get_running_loop().call_soon(self._take_turn, rest)
        elif not self._paused:
            self.resumeProducing()

    def _deliver(self, data: bytes) -> None:
        try:
            self.protocol.dataReceived(data)
        except Exception:
            log.exception("a connection was closed because of an error")
            self._transport.abort()

    def eof_received(self) -> bool:
        if not IHalfCloseableProtocol.providedBy(self.protocol):
            return False
        self.protocol.readConnectionLost()
        return True  # the protocol closes, after the answer that it may still owe

    def connection_lost(self, error: Exception | None) -> None:
        self.connected = False
        self.resume_writing()
        self.protocol.connectionLost(_LOST if error else connectionDone)

    def pause_writing(self) -> None:
        self._writable = asyncio.Event()
        if self.producer is not None:
            self.producer.pauseProducing()

    def resume_writing(self) -> None:
        if self._writable is None:
            return
        self._writable.set()
        self._writable = None
        if self.producer is not None and self.connected:
            self.producer.resumeProducing()

    # Above: Twisted protocols call these.

    async def drained(self) -> None:
        """Wait while the peer does not read what was written."""
        if self._writable is not None:
            await self._writable.wait()

    def writeSequence(self, data: Iterable[bytes]) -> None:
        self._transport.write(b"".join(data))

    def loseConnection(self) -> None:
        self.disconnecting = True
        self._transport.close()

    def loseWriteConnection(self) -> None:
        if not self._transport.is_closing():
            self._transport.write_eof()

    def abortConnection(self) -> None:
        self._transport.abort()

    def pauseProducing(self) -> None:
        self._paused = True
        if not self._transport.is_closing():
            self._transport.pause_reading()

    def resumeProducing(self) -> None:
        self._paused = False
        if not self._in_turns and not self._transport.is_closing():
            self._transport.resume_reading()

    def stopProducing(self) -> None:
        self.loseConnection()

    def registerProducer(self, producer: Any, streaming: bool) -> None:
        self.producer = producer

    def unregisterProducer(self) -> None:
        self.producer = None

    def getPeer(self) -> IPv4Address | IPv6Address:
        return _address(self._transport.get_extra_info("peername"))

    def getHost(self) -> IPv4Address | IPv6Address:
        return _address(self._transport.get_extra_info("sockname"))

    def setTcpNoDelay(self, enabled: bool) -> None:
        """Do nothing: asyncio and uvloop set it on every TCP socket."""

    def getTcpNoDelay(self) -> bool:
        return True

    def setTcpKeepAlive(self, enabled: bool) -> None:
        """Do nothing: idle connections are closed by a deadline of our own."""

    def getTcpKeepAlive(self) -> bool:
        return False


def _address(name: tuple[Any, ...] | None) -> IPv4Address | IPv6Address:
    if name is None:  # the peer went before it was asked for
        return IPv4Address("TCP", "0.0.0.0", 0)  # noqa: S104
    host: str = name[0].removeprefix("::ffff:")  # IPv4 that came in at a dual-stack socket
    kind = IPv6Address if ":" in host else IPv4Address
    return kind("TCP", host, name[1])
