"""A real HTTP server on loopback that keeps the bytes it is sent, for everything that goes out."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections.abc import Callable

from tests.stores import free_port

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

Reply = bytes | Callable[[bytes], bytes | None]
"""The raw answer; or a function of the raw request, that may wait, and closes by giving None."""


class Target:
    """`requests` holds each request raw, head and body; `reply` is what it answers with."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.requests: list[bytes] = []
        self.reply: Reply = OK
        self.host, self.port = host, port or free_port()
        self._arrived = threading.Condition()
        self._server = _Server((host, self.port), _Connection)
        self._server.target = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    @property
    def url(self) -> str:
        """Return the URL of its root, with a slash at the end."""
        return f"http://{self.host}:{self.port}/"

    def received(self, count: int = 1, seconds: float = 10) -> list[bytes]:
        """Wait until `count` requests have arrived and return all of them; fail after `seconds`."""
        with self._arrived:
            came = self._arrived.wait_for(lambda: len(self.requests) >= count, seconds)
        assert came, f"{len(self.requests)} of {count} requests within {seconds} s"
        return list(self.requests)

    def answer(self, raw: bytes) -> bytes | None:
        """Keep a request and return the raw answer to it."""
        with self._arrived:
            self.requests.append(raw)
            self._arrived.notify_all()
        return self.reply(raw) if callable(self.reply) else self.reply

    def close(self) -> None:
        """Stop listening; connections that wait are left to their threads."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256
    target: Target


class _Connection(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            while raw := self._request():
                reply = self.server.target.answer(raw)
                if reply is None:
                    return
                self.wfile.write(reply)
                if b"connection: close" in reply.lower() or b"content-length" not in reply.lower():
                    return

    def _request(self) -> bytes:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self.rfile.readline(1 << 16)
            if not line:
                return b""
            head += line
        fields = head.lower()
        if b"\r\ntransfer-encoding: chunked" in fields:
            return head + self._chunks()
        length = fields.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
        return head + self.rfile.read(int(length or b"0"))

    def _chunks(self) -> bytes:
        raw = b""
        while True:
            size = self.rfile.readline()
            raw += size + self.rfile.read(int(size, 16) + 2)
            if int(size, 16) == 0:
                return raw
