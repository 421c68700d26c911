"""One exchange: a request goes out, an answer or a named failure comes back, within limits."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import aclosing
from dataclasses import dataclass

import httpcore2

from requestbin.egress import url
from requestbin.egress.diagnosis import failure_of
from requestbin.egress.failures import Failure
from requestbin.egress.guard import GuardedBackend
from requestbin.egress.meter import Meter, TooMuch
from requestbin.egress.wire import as_sent
from requestbin.http import NO_HEADERS, Headers, Request

MAX_ANSWER_BYTES = 1024 * 1024
MAX_COUNTED_BYTES = 16 * 1024 * 1024
MAX_PIECES = 16_384
"""An answer in chunks of one byte costs 7 µs a byte to read: it is cut after 0.12 s of that."""
PIECES_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Limits:
    """What one exchange may cost. Names are resolved within `connect_seconds`; of the answer's
    body `keep_bytes` are kept and up to `count_bytes` counted before it is cut off."""

    connect_seconds: float = 10.0
    total_seconds: float = 30.0
    keep_bytes: int = MAX_ANSWER_BYTES
    count_bytes: int = MAX_COUNTED_BYTES


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `body` holds the first of `size` bytes, as they were sent (not decompressed);
    `body_complete` is False when it broke off or was cut off before its end. Times are
    milliseconds from the start."""

    status: int
    headers: Headers
    body: bytes
    size: int
    body_complete: bool
    connect_ms: float | None
    first_byte_ms: float | None
    duration_ms: float
    http_version: str
    address: str


class _Body:
    def __init__(self, keep: int) -> None:
        self._keep = keep
        self.kept = bytearray()
        self.size = 0
        self.pieces = 0
        self.complete = False

    def add(self, piece: bytes) -> None:
        self.kept += piece[: self._keep - len(self.kept)]
        self.size += len(piece)
        self.pieces += 1

    async def read(self, response: httpcore2.Response) -> None:
        """Read to the end, or to MAX_PIECES; the meter stops what is too long."""
        async with aclosing(response.aiter_stream()) as pieces:
            async for piece in pieces:
                self.add(piece)
                if self.pieces >= MAX_PIECES:
                    return
                if self.pieces % PIECES_AT_ONCE == 0:
                    await asyncio.sleep(0)
        self.complete = True


async def exchange(
    request: Request,
    limits: Limits,
    backend: GuardedBackend,
    meter: Meter,
    tls: ssl.SSLContext,
    hop: Headers = NO_HEADERS,
) -> Answer:
    """Send `request` over a connection of its own and return the answer. Raises Failure.

    Redirects are answers like others; nothing of the environment (proxies, cookies) has a say.
    """
    goal = url.parse(request.url)
    outgoing = _outgoing(as_sent(request, hop), goal, limits)
    connection = httpcore2.AsyncHTTPConnection(
        origin=outgoing.url.origin, ssl_context=tls, network_backend=backend
    )
    response: httpcore2.Response | None = None
    body = _Body(limits.keep_bytes)
    try:
        async with asyncio.timeout(limits.total_seconds):
            response = await connection.handle_async_request(outgoing)
            meter.head_is_read()
            await body.read(response)
    except (Failure, TimeoutError, TooMuch, *_NETWORK) as error:
        if response is None:
            raise _timed(failure_of(error, goal, meter, limits.total_seconds), meter) from error
    finally:
        await backend.aclose()
    return _answer(response, body, meter)


_NETWORK = (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException)


def _outgoing(sent: Request, goal: url.Url, limits: Limits) -> httpcore2.Request:
    return httpcore2.Request(
        sent.method,
        httpcore2.URL(scheme=goal.scheme, host=goal.host, port=goal.port, target=goal.target),
        headers=list(sent.headers),
        content=sent.body,
        extensions={
            "timeout": {"connect": limits.connect_seconds},
            "sni_hostname": goal.host.removesuffix("."),
        },
    )


def _answer(response: httpcore2.Response, body: _Body, meter: Meter) -> Answer:
    return Answer(
        status=response.status,
        headers=Headers.of(response.headers),
        body=bytes(body.kept),
        size=body.size,
        body_complete=body.complete,
        connect_ms=meter.connect_ms,
        first_byte_ms=meter.first_byte_ms,
        duration_ms=meter.now(),
        http_version=response.extensions["http_version"].decode("ascii").removeprefix("HTTP/"),
        address=meter.address,
    )


def _timed(failed: Failure, meter: Meter) -> Failure:
    failed.address = failed.address or meter.address
    failed.connect_ms = meter.connect_ms
    failed.duration_ms = meter.now()
    return failed
