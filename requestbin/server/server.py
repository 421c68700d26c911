"""The front server's life: start-up, then listening, then a sweep a second, then the drain."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from collections.abc import Callable, Sequence
from typing import Any

from daphne.http_protocol import HTTPFactory
from daphne.ws_protocol import WebSocketFactory
from twisted.internet import reactor as _reactor
from twisted.logger import STDLibLogObserver, globalLogBeginner

from requestbin.server import answer, eventloop
from requestbin.server.applications import ApplicationServer
from requestbin.server.background import Background, Work
from requestbin.server.channel import Channel
from requestbin.server.connection import Connection
from requestbin.server.door import Core
from requestbin.server.drain import drain
from requestbin.server.lifespan import Application, Lifespan
from requestbin.server.limits import KIB, Limits
from requestbin.server.pages import PageRequest

reactor: Any = _reactor  # its interfaces are no types
BACKLOG = 1024
Sockets = Sequence[socket.socket]


class Server(ApplicationServer):
    """Serves an ASGI application, and capture's `core` through the direct door.

    `listen` opens the sockets once the application has started, and `ready` is told them;
    `background` runs from then on, and ends before the application does.
    """

    def __init__(
        self,
        application: Application,
        core: Core | None,
        listen: Callable[[], Sockets],
        *,
        ready: Callable[[Sockets], None] = lambda sockets: None,
        background: Sequence[Work] = (),
        limits: Limits | None = None,
        signals: bool = True,
    ) -> None:
        self.limits = limits or Limits()
        super().__init__(
            application,
            endpoints=["none of Daphne's"],  # it ends the process where the list is empty
            request_buffer_size=64 * KIB,
            websocket_max_message_size=self.limits.websocket_message_bytes,
            websocket_max_frame_size=self.limits.websocket_message_bytes,
            server_name="",
        )
        self.core = core
        self.lifespan = Lifespan(application)
        self.background = Background(background)
        self.channels: set[Channel] = set()
        self.connections = {}
        self.held = 0
        self.draining = False
        self.empty = asyncio.Event()
        self._listen, self._ready, self._signals = listen, ready, signals
        self._stopping = asyncio.Event()
        self._error: Exception | None = None

    def run(self) -> None:
        """Serve until a signal or `stop`; raise what kept the server from starting."""
        self._loop: asyncio.AbstractEventLoop = reactor._asyncioEventloop
        asyncio.set_event_loop(self._loop)  # Daphne asks for it by get_event_loop
        observer: Any = STDLibLogObserver("twisted")
        globalLogBeginner.beginLoggingTo([observer], redirectStandardIO=False)
        self._make_factories()
        eventloop.allow_connections()
        reactor.callWhenRunning(lambda: self._loop.create_task(self._live()))
        reactor.run(installSignalHandlers=False)
        if self._error is not None:
            raise self._error

    def stop(self) -> None:
        """Begin the drain."""
        self._stopping.set()

    def forget(self, channel: Channel) -> None:
        """Drop a connection that is closed, or has become a WebSocket."""
        self.channels.discard(channel)
        if self.draining and not self.channels:
            self.empty.set()

    def _make_factories(self) -> None:
        self.http_factory = HTTPFactory(self)
        self.ws_factory = WebSocketFactory(self, server=self.server_name)
        self.ws_factory.setProtocolOptions(
            autoPingTimeout=self.ping_timeout,
            allowNullOrigin=True,  # the gate judges origins
            openHandshakeTimeout=self.websocket_handshake_timeout,
            maxMessagePayloadSize=self.websocket_max_message_size,
            maxFramePayloadSize=self.websocket_max_frame_size,
        )

    async def _live(self) -> None:
        try:
            self._take_signals()
            await self.lifespan.start()
            await self._serve()
        except Exception as error:
            self._error = error
        finally:
            reactor.stop()

    async def _serve(self) -> None:
        servers: list[asyncio.Server] = []
        try:
            self._sweep()
            if not self._stopping.is_set():
                servers = await self._open()
            await self._stopping.wait()
        finally:
            self.draining = True
            for server in servers:
                server.close()
            await drain(self)

    async def _open(self) -> list[asyncio.Server]:
        sockets = self._listen()
        servers = [
            await self._loop.create_server(self._connection, sock=each, backlog=BACKLOG)
            for each in sockets
        ]
        self.background.start()
        self._ready(sockets)
        return servers

    def _connection(self) -> Connection:
        return Connection(Channel(self))

    def _sweep(self) -> None:
        self._loop.call_later(self.limits.sweep_seconds, self._sweep)
        self.now = self._loop.time()
        self.date_line = answer.date(time.time())
        for channel in list(self.channels):
            channel.sweep()
        for protocol in list(self.connections):
            if not isinstance(protocol, PageRequest):
                protocol.check_timeouts()
        self.end_abandoned()

    def _take_signals(self) -> None:
        if self._signals:
            for number in (signal.SIGINT, signal.SIGTERM):
                self._loop.add_signal_handler(number, self._on_signal)

    def _on_signal(self) -> None:
        self.stop()
        self._loop.remove_signal_handler(signal.SIGINT)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a second Ctrl+C ends at once
