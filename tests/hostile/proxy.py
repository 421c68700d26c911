"""A proxy as tunnels and their agents are: it takes HTTP, changes the head, and passes bytes on."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from typing import Any

Head = list[bytes]
"""The request line and the field lines, without line ends."""

Change = Callable[[Head], Head]

Refuse = Callable[[Head], bytes | None]
"""Gives the raw answer by which a proxy keeps a request to itself, None where it passes it on."""


class Proxy(socketserver.ThreadingTCPServer):
    """Listens on loopback, as the agent of a tunnel does, and sends on to `port`."""

    allow_reuse_address = daemon_threads = True

    def __init__(
        self,
        port: int,
        change: Change,
        refuse: Refuse = lambda head: None,
        rewrite: Callable[[bytes], bytes] | None = None,
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.target, self.change, self.refuse, self.rewrite = port, change, refuse, rewrite
        self.port: int = self.server_address[1]
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()


class _Connection(socketserver.StreamRequestHandler):
    server: Proxy

    def handle(self) -> None:
        head = b"".join(iter(self.rfile.readline, b"\r\n")).split(b"\r\n")[:-1]
        refusal = self.server.refuse(head)
        if refusal is not None:
            self.wfile.write(refusal)
            self._let_it_be_read()
            return
        head, body = self._rewritten(self.server.change(head))
        with socket.create_connection(("127.0.0.1", self.server.target)) as onward:
            onward.sendall(b"\r\n".join(head) + b"\r\n\r\n" + body)
            uploading = threading.Thread(target=self._upload, args=(onward,), daemon=True)
            uploading.start()
            with contextlib.suppress(OSError):
                while piece := onward.recv(65536):
                    self.wfile.write(piece)
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)  # or the other thread reads on
            uploading.join()

    def _rewritten(self, head: Head) -> tuple[Head, bytes]:
        length = next((int(f[15:]) for f in head if f.lower().startswith(b"content-length:")), 0)
        if self.server.rewrite is None or not length:
            return head, b""
        body = self.server.rewrite(self.rfile.read(length))
        kept = [field for field in head if not field.lower().startswith(b"content-length:")]
        return [*kept, b"Content-Length: %d" % len(body)], body

    def _let_it_be_read(self) -> None:
        """Closing while a body arrives would reset the connection, and the answer be lost."""
        self.connection.shutdown(socket.SHUT_WR)
        with contextlib.suppress(OSError):
            while self.rfile.read1(65536):
                pass

    def _upload(self, onward: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := self.rfile.read1(65536):
                onward.sendall(piece)
            onward.shutdown(socket.SHUT_WR)


def with_host(host: str, *added: str) -> Change:
    """Return the change that names another host and adds fields."""

    def change(head: Head) -> Head:
        kept = [line for line in head if not line.lower().startswith(b"host:")]
        return [kept[0], f"Host: {host}".encode(), *kept[1:], *(line.encode() for line in added)]

    return change


def as_http_1_0(change: Change) -> Change:
    """Return `change` by a proxy that speaks HTTP/1.0 to what is behind it, as nginx does."""

    def older(head: Head) -> Head:
        line, *fields = change(head)
        return [line.replace(b"HTTP/1.1", b"HTTP/1.0"), *fields]

    return older


@contextlib.contextmanager
def proxy(port: int, change: Change = lambda head: head, **sins: Any) -> Iterator[Proxy]:
    """Run a proxy in front of `port` until the block ends; `sins` are arguments of Proxy."""
    with Proxy(port, change, **sins) as running:
        yield running
        running.shutdown()
