"""The ASGI door to capture: the same core under any ASGI server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from requestbin.capture.core import Core
from requestbin.http import Captured, Headers, Pair, Response

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

WIRE = "requestbin.wire"
"""The scope extension in which our own server says what ASGI cannot: target and exact names."""

BODILESS = frozenset((204, 205, 304))


def target_of(scope: Scope) -> bytes:
    """Return the request target as sent, as far as the server keeps it."""
    wire = (scope.get("extensions") or {}).get(WIRE)
    if wire is not None:
        target: bytes = wire["target"]
        return target
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope.get("query_string") or b""
    return path + b"?" + query if query and b"?" not in path else path


class CaptureApp:
    """The ASGI application that stands at `/in/`."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        target = target_of(scope)
        peer = (scope.get("client") or ("", 0))[0]
        announced = _announced_length(scope)
        if announced > self._core.max_body:
            await _answer(scope, send, self._core.too_large(target, announced, peer))
            return
        body, complete = await self._read(receive)
        if body is None:
            size = self._core.max_body + 1
            await _answer(scope, send, self._core.too_large(target, size, peer))
            return
        captured = _captured(scope, target, peer, body, complete)
        await _answer(scope, send, await self._core.capture(captured))

    async def _read(self, receive: Receive) -> tuple[bytes | None, bool]:
        chunks: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return b"".join(chunks), False
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > self._core.max_body:
                return None, False
            chunks.append(chunk)
            if not message.get("more_body"):
                return b"".join(chunks), True


def _announced_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:20])
    return 0


def _captured(scope: Scope, target: bytes, peer: str, body: bytes, complete: bool) -> Captured:
    wire = (scope.get("extensions") or {}).get(WIRE)
    return Captured(
        method=scope["method"],
        target=target,
        headers=Headers.of(wire["headers"] if wire else scope["headers"]),
        body=body,
        remote_addr=peer,
        received_at=datetime.now(UTC),
        http_version=scope.get("http_version", "1.1"),
        scheme=scope.get("scheme", "http"),
        complete=complete,
        names_exact=wire is not None,
    )


async def _answer(scope: Scope, send: Send, response: Response) -> None:
    bodiless = response.status in BODILESS
    headers = list(_lower(response.headers))
    if not bodiless:
        headers.append((b"content-length", b"%d" % len(response.body)))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    body = b"" if bodiless or scope["method"] == "HEAD" else response.body
    await send({"type": "http.response.body", "body": body})


@lru_cache(maxsize=512)  # a bin's headers hardly change
def _lower(headers: Headers) -> tuple[Pair, ...]:
    """Return the pairs as ASGI wants them, with names in lower case."""
    return tuple((name.lower(), value) for name, value in headers)
