"""Our own load generator, for machines without wrk and for a steady rate:
`python -m tests.bench.generator URL SECONDS [PER_SECOND]`.

One thread and epoll over raw sockets. It is not the limit: pressed on a hello of uvicorn it sent
49,600 a second, as wrk did, with 45 % of a core.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from urllib.parse import urlsplit

from tests.bench.load import BODY, CONNECTIONS, HEADERS


class Connection:
    """One kept-alive connection with at most one request under way."""

    def __init__(self, address: tuple[str, int], request: bytes) -> None:
        self.socket = socket.create_connection(address, 10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request, self.received, self.sent_at = request, b"", 0.0

    def send(self) -> None:
        """Send the next request."""
        self.received, self.sent_at = b"", time.perf_counter()
        self.socket.sendall(self.request)

    def receive(self) -> int:
        """Take what came; return the status once the answer is whole, else 0, or -1 at its end."""
        chunk = self.socket.recv(65536)
        if not chunk:
            return -1
        self.received += chunk
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return 0
        return int(head[9:12])


_lengths: dict[bytes, int] = {}


def _length(head: bytes) -> int:
    known = _lengths.get(head)
    if known is None:
        value = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        known = _lengths[head] = int(value or b"0")
    return known


def run(url: str, seconds: float, rate: float = 0) -> dict[str, float]:
    """Press the server at `url`, as fast as it answers or at `rate` requests a second; return the
    figures as wrk's script prints them."""
    parts = urlsplit(url)
    assert parts.hostname
    fields = {"Host": parts.netloc, **HEADERS, "Content-Length": str(len(BODY))}
    lines = [f"POST {parts.path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    request = "\r\n".join([*lines, "", ""]).encode() + BODY
    selector = selectors.DefaultSelector()
    idle = []
    for _ in range(CONNECTIONS):
        opened = Connection((parts.hostname, parts.port or 80), request)
        selector.register(opened.socket, selectors.EVENT_READ, opened)
        idle.append(opened)
    return _pressed(selector, idle, seconds, rate or float("inf"))


def _pressed(
    selector: selectors.BaseSelector, idle: list[Connection], seconds: float, rate: float
) -> dict[str, float]:
    latencies: list[float] = []
    sent = failed = refused = 0
    started = now = time.perf_counter()
    while now - started < seconds and selector.get_map():
        while idle and sent < (now - started) * rate + 1:
            idle.pop().send()
            sent += 1
        for key, _ in selector.select(0.001 if idle else 0.5):
            connection: Connection = key.data
            status = connection.receive()
            if status > 0:
                latencies.append(time.perf_counter() - connection.sent_at)
                refused += not 200 <= status < 300
                idle.append(connection)
            elif status < 0:
                failed += 1
                selector.unregister(connection.socket)
        now = time.perf_counter()
    latencies.sort()
    return {
        "answers": len(latencies),
        "microseconds": (now - started) * 1e6,
        "p50": latencies[len(latencies) // 2] * 1e6,
        "p99": latencies[len(latencies) * 99 // 100] * 1e6,
        "failed": failed,
        "refused": refused,
    }


if __name__ == "__main__":
    print("RESULT", json.dumps(run(sys.argv[1], *map(float, sys.argv[2:]))))
