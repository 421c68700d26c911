"""One request or socket at a gate of any mode; the app behind it says what it saw."""

from __future__ import annotations

import json
from typing import Any

from requestbin.conf import Conf
from requestbin.gate import Gate, Message, Receive, Refusal, Scope, Send

LOCAL = Conf()
TEAM = Conf(url="https://hooks.example.com")
OPEN = Conf(host="0.0.0.0")
PUBLIC = Conf(public=True, url="https://bins.example.com", trusted_proxies=1)

HERE = ("host", "localhost:8000")
BEHIND: dict[str, Any] = {"client": ("10.0.0.9", 4711)}
"""What a proxy's connection looks like."""

Pairs = list[tuple[str, str]]


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept", "scope": scope})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [], "scope": scope})
    await send({"type": "http.response.body", "body": b"let in"})


async def visit(conf: Conf, *headers: tuple[str, str], **scope: Any) -> list[Message]:
    """Send one request (or socket) to a gate and return everything that it answers."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    full = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/",
        "client": ("127.0.0.1", 51000),
        "server": ("127.0.0.1", 8000),
        "headers": pairs,
    }
    await Gate(echo, conf)({**full, **scope}, receive, send)
    return sent


async def outcome(conf: Conf, *headers: tuple[str, str], **scope: Any) -> str:
    """Return "in", or the sentence of the refusal."""
    start, body = await visit(conf, *headers, **scope)
    if start["status"] == 200:
        return "in"
    text = body["body"].decode().strip()
    if dict(start["headers"])[b"content-type"] == b"application/json":
        text = json.loads(text)["error"]["message"]
    return f"{start['status']} {text}"


def says(refusal: Refusal) -> str:
    return f"{refusal.status} {refusal.sentence}"
