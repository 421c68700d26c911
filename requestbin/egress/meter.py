"""Measures one exchange where the bytes pass: when it connected, when and how much was answered."""

# ruff: noqa: ASYNC109 (the interface of httpcore2)

from __future__ import annotations

import ssl
import time
from typing import Any

import httpcore2

MAX_HEAD_BYTES = 128 * 1024
"""Of status line, headers and every 1xx answer before it; h11 stops at 100 KiB of one head."""

READ_BYTES = 16 * 1024
"""At most so much at once: bytes are parsed without a pause, and other work waits meanwhile."""


class TooMuch(Exception):
    """More bytes came than the phase allows."""


class Meter:
    """The facts of one exchange. Times are in milliseconds from its start."""

    def __init__(self, body_bytes: int) -> None:
        self._started = time.monotonic()
        self._body_bytes = body_bytes
        self._limit = MAX_HEAD_BYTES
        self.address = ""
        self.connect_ms: float | None = None
        self.first_byte_ms: float | None = None
        self.received = 0
        self.opening = b""
        """The first bytes of the answer, which tell what protocol it is."""
        self.ended = False

    def now(self) -> float:
        """Return the milliseconds since the exchange began."""
        return (time.monotonic() - self._started) * 1000

    def connected(self, address: str) -> None:
        """Note that the socket is open."""
        self.address = address
        self.connect_ms = self.now()

    def head_is_read(self) -> None:
        """Allow as many more bytes as an answer's body may have on the wire."""
        self._limit = self.received + self._body_bytes

    def took(self, octets: bytes) -> None:
        """Note what a read brought. Raises TooMuch."""
        if not octets:
            self.ended = True
        elif self.first_byte_ms is None:
            self.first_byte_ms = self.now()
            self.opening = octets[:5]
        self.received += len(octets)
        if self.received > self._limit:
            raise TooMuch


class MeteredStream(httpcore2.AsyncNetworkStream):
    """A connection that tells `meter` what it reads."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream, meter: Meter) -> None:
        self._stream = stream
        self._meter = meter

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what came, b"" at the end. Raises TooMuch."""
        octets = await self._stream.read(min(max_bytes, READ_BYTES), timeout)
        self._meter.took(octets)
        return octets

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of `buffer`."""
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Go on encrypted; what is metered is what is inside."""
        stream = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        return MeteredStream(stream, self._meter)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection knows of `info`."""
        return self._stream.get_extra_info(info)
