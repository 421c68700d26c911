"""Servers on loopback that behave as badly as a test asks: bytes in, bytes out, no HTTP library."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from requestbin.egress import Client, Failure, Limits
from requestbin.http import Request

SHORT = Limits(connect_seconds=5, total_seconds=0.3)
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Connection:
    """One connection, as a script sees it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def request(self) -> bytes:
        """Read one request, head and body, raw."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        return head + await self.reader.readexactly(int(length or b"0"))

    async def send(self, octets: bytes) -> None:
        self.writer.write(octets)
        await self.writer.drain()

    async def silence(self) -> None:
        """Say nothing until the other side closes."""
        await self.reader.read(-1)


Script = Callable[[Connection], Awaitable[Any]]


class Loopback:
    """A listening socket that plays `script` on each connection; `received` is what it returned."""

    def __init__(self, script: Script, scheme: str) -> None:
        self.script = script
        self.scheme = scheme
        self.port = 0
        self.connections = 0
        self.received: list[Any] = []

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "") -> str:
        return f"{scheme or self.scheme}://{host}:{self.port}{path}"

    async def play(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(OSError, asyncio.IncompleteReadError):
            self.received.append(await self.script(Connection(reader, writer)))
        writer.close()


def answering(*parts: bytes) -> Script:
    """Return a script that reads a request, sends `parts` and closes; it returns the request."""

    async def script(connection: Connection) -> bytes:
        request = await connection.request()
        for part in parts:
            await connection.send(part)
        return request

    return script


@asynccontextmanager
async def loopback(
    script: Script, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[Loopback]:
    """Listen until the block ends."""
    server = Loopback(script, "https" if tls else "http")
    listening = await asyncio.start_server(server.play, host, 0, ssl=tls, limit=1 << 24)
    server.port = listening.sockets[0].getsockname()[1]
    yield server
    listening.close()


async def failed(client: Client, request: Request, limits: Limits = SHORT) -> Failure:
    """Return how an exchange failed; fail where it did not."""
    with pytest.raises(Failure) as raised:
        await client.exchange(request, limits)
    return raised.value
