"""A proxy as tunnels and their agents are: it takes HTTP, changes the head, and passes bytes on."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator

Head = list[bytes]
"""The request line and the field lines, without line ends."""

Change = Callable[[Head], Head]


class Proxy(socketserver.ThreadingTCPServer):
    """Listens on loopback, as the agent of a tunnel does, and sends on to `port`."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, port: int, change: Change) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.target, self.change = port, change
        self.port: int = self.server_address[1]
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()


class _Connection(socketserver.StreamRequestHandler):
    server: Proxy

    def handle(self) -> None:
        head = b"".join(iter(self.rfile.readline, b"\r\n")).split(b"\r\n")[:-1]
        changed = b"\r\n".join(self.server.change(head)) + b"\r\n\r\n"
        with socket.create_connection(("127.0.0.1", self.server.target)) as onward:
            onward.sendall(changed)
            uploading = threading.Thread(target=self._upload, args=(onward,), daemon=True)
            uploading.start()
            with contextlib.suppress(OSError):
                while piece := onward.recv(65536):
                    self.wfile.write(piece)
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)  # or the other thread reads on
            uploading.join()

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
def proxy(port: int, change: Change) -> Iterator[Proxy]:
    """Run a proxy in front of `port` until the block ends."""
    with Proxy(port, change) as running:
        yield running
        running.shutdown()
