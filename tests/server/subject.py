"""The server under test as a process, with an application and a core that tell what came.

Run by tests/server/conftest.py: `python -m tests.server.subject '{"limits": {...}, ...}'`.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from dataclasses import dataclass, field
from typing import Any

from requestbin.http import Captured, Headers, Response
from requestbin.server.applications import WIRE
from requestbin.server.limits import Limits
from requestbin.server.listening import listen
from requestbin.server.server import Server

MAX_BODY = 100_000
FIXED = {"204": 204, "205": 205, "304": 304, "404": 404}


class Notes:
    """What nobody was left to be told, until a test asks for it at /noted?WORD."""

    def __init__(self) -> None:
        self._notes: list[Any] = []
        self._more = asyncio.Event()

    def add(self, note: Any) -> None:
        self._notes.append(note)
        self._more.set()

    async def about(self, word: str) -> Any:
        """Wait for a note that has `word` in it, and take it away."""
        while True:
            for note in self._notes:
                if word in json.dumps(note):
                    self._notes.remove(note)
                    return note
            self._more.clear()
            await self._more.wait()


NOTES = Notes()


def told(captured: Captured) -> dict[str, Any]:
    """Return a capture as JSON; bytes are latin-1 text, the body base64."""
    return {
        "method": captured.method,
        "target": captured.target.decode("latin-1"),
        "headers": captured.headers.as_text(),
        "body": base64.b64encode(captured.body).decode(),
        "version": captured.http_version,
        "peer": captured.remote_addr,
        "complete": captured.complete,
    }


@dataclass
class EchoCore:
    """Answers a capture with what it saw; the first part of the path asks for other answers."""

    max_body: int = MAX_BODY
    held: list[tuple[Captured, asyncio.Future[Response]]] = field(default_factory=list)

    def capture(self, captured: Captured) -> asyncio.Future[Response]:
        future: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        if not captured.complete:
            NOTES.add(told(captured))
        wish = captured.target.partition(b"/in/")[2].decode("latin-1").split("/")[0]
        if wish == "raise":
            raise RuntimeError("the core broke")
        if wish == "fail":
            future.set_exception(RuntimeError("the core broke"))
        elif wish == "hold":
            self.held.append((captured, future))
            NOTES.add(f"holding {told(captured)['target']}")
        elif wish == "later":
            asyncio.get_running_loop().call_soon(future.set_result, self._answer(wish, captured))
        else:
            future.set_result(self._answer(wish, captured))
        return future

    def release(self) -> None:
        for captured, future in self.held:
            future.set_result(self._answer("hold", captured))
        self.held.clear()

    def too_large(self, target: bytes, size: int, peer: str) -> Response:
        NOTES.add({"target": target.decode("latin-1"), "size": size, "peer": peer})
        return Response(413, Headers([("X-Core", "yes")]), b"too large, says the core\n")

    def no_room(self, target: bytes, size: int, peer: str) -> Response:
        NOTES.add({"target": target.decode("latin-1"), "no room for": size, "peer": peer})
        return Response(503, Headers([("Retry-After", "5")]), b"no room, says the core\n")

    def _answer(self, wish: str, captured: Captured) -> Response:
        if wish == "split":
            return Response(200, Headers([("X-A", "b\r\nX-Injected: yes")]))
        headers = Headers([("X-MiXed", "Kept"), ("x-b", "1"), ("X-MiXed", "again")])
        body = json.dumps(told(captured)).encode()
        return Response(FIXED.get(wish, 200), headers, body)


class App:
    """An ASGI application that tells its scope, and misbehaves where it is asked to."""

    def __init__(self, core: EchoCore, options: dict[str, Any]) -> None:
        self.core, self.options = core, options

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await getattr(self, scope["type"])(scope, receive, send)

    async def lifespan(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        print("starting", flush=True)
        if "startup_waits" in self.options:
            await asyncio.to_thread(sys.stdin.readline)
        if "startup_fails" in self.options:
            message = self.options["startup_fails"]
            await send({"type": "lifespan.startup.failed", "message": message})
            return
        if "startup_raises" in self.options:
            raise RuntimeError("no start")
        await send({"type": "lifespan.startup.complete"})
        await receive()
        print("shutting down", flush=True)
        await send({"type": "lifespan.shutdown.complete"})

    async def websocket(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": json.dumps(scope, default=repr)})
        while (message := await receive())["type"] != "websocket.disconnect":
            await send({"type": "websocket.send", "text": message["text"].upper()})
        print("socket closed", message["code"], flush=True)

    async def http(self, scope: Any, receive: Any, send: Any) -> None:
        chunks: list[bytes] = []
        while (message := await receive())["type"] == "http.request":
            chunks.append(message["body"])
            if not message["more_body"]:
                break
        name = scope["path"].strip("/").replace("-", "_") or "scope"
        act = getattr(self, f"at_{name}", self.at_scope)
        reply = await act(scope, receive, send, b"".join(chunks))
        if reply is not None:
            await answer(send, reply)

    async def at_scope(self, scope: Any, receive: Any, send: Any, body: bytes) -> Any:
        wire = scope["extensions"][WIRE]
        return {
            "method": scope["method"],
            "path": scope["path"],
            "query": scope["query_string"].decode("latin-1"),
            "root_path": scope["root_path"],
            "target": wire["target"].decode("latin-1"),
            "headers": Headers.of(wire["headers"]).as_text(),
            "lower": Headers.of(scope["headers"]).as_text(),
            "size": len(body),
        }

    async def at_noted(self, scope: Any, receive: Any, send: Any, body: bytes) -> Any:
        return await asyncio.wait_for(NOTES.about(scope["query_string"].decode()), 10)

    async def at_connections(self, scope: Any, receive: Any, send: Any, body: bytes) -> Any:
        return {"applications": len(SERVER.connections), "held": SERVER.held}

    async def at_release(self, scope: Any, receive: Any, send: Any, body: bytes) -> Any:
        self.core.release()
        return "released"

    async def at_hang(self, scope: Any, receive: Any, send: Any, body: bytes) -> None:
        NOTES.add(f"hanging {scope['query_string'].decode()}")
        message = await receive()
        NOTES.add(f"{message['type']} {scope['query_string'].decode()}")

    async def at_boom(self, scope: Any, receive: Any, send: Any, body: bytes) -> None:
        raise RuntimeError("boom")

    async def at_silent(self, scope: Any, receive: Any, send: Any, body: bytes) -> None:
        return None

    async def at_half(self, scope: Any, receive: Any, send: Any, body: bytes) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise RuntimeError("half way")

    async def at_flood(self, scope: Any, receive: Any, send: Any, body: bytes) -> None:
        """Send without end; note how much was taken when the reader is gone."""
        await send({"type": "http.response.start", "status": 200, "headers": []})
        sent = 0
        while sent < 64_000_000:
            await send({"type": "http.response.body", "body": b"x" * 64_000, "more_body": True})
            sent += 64_000
            self.sent = sent
        await send({"type": "http.response.body", "body": b""})

    async def at_sent(self, scope: Any, receive: Any, send: Any, body: bytes) -> Any:
        return getattr(self, "sent", 0)


async def answer(send: Any, value: Any) -> None:
    """Answer with JSON."""
    body = json.dumps(value).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def ticking(stop: asyncio.Event) -> None:
    """Run in the background until the end."""
    print("background starts", flush=True)
    await stop.wait()
    print("background settled", flush=True)


def main(options: dict[str, Any]) -> None:
    """Serve on a port of the system's choosing and print it."""
    global SERVER
    core = EchoCore(options.get("max_body", MAX_BODY))
    SERVER = Server(
        App(core, options),
        None if options.get("no_core") else core,
        lambda: listen(options.get("host", "127.0.0.1"), options.get("port", 0)),
        ready=lambda sockets: print("port", sockets[0].getsockname()[1], flush=True),
        background=[ticking],
        limits=Limits(**options.get("limits", {})),
    )
    SERVER.run()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
