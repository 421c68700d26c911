"""What the process holds on to: after many captures, and with a page that never reads."""

from __future__ import annotations

import base64
import os
import socket
from collections.abc import Iterator

from tests.bench.figures import Figure
from tests.bench.load import press
from tests.bench.servers import Server, Workshop

SLICE_SECONDS = 5


def measure(shop: Workshop, captures: int, seconds: float) -> Iterator[Figure]:
    """Return resident megabytes after `captures`, and after a load with a socket that never reads.

    The bin keeps 10,000 requests, so that retention works all the while, as it does for everybody.
    """
    server = shop.start("direct door")
    server.capture_into(keep={"requests": 10_000})
    sent, seen = 0, []
    while sent < captures:
        sent += press(server.url, SLICE_SECONDS).acknowledged
        seen.append(server.memory)
    half = seen[len(seen) // 2]
    note = f"{half:.0f} MB half way, {sent:,} captured"
    yield Figure(f"memory after {captures:,} captures", server.memory, "MB", 150, 100, note=note)
    with _deaf(server):
        press(server.url, seconds)
        what = f"memory after {seconds:.0f} s of load, a live socket never reading"
        yield Figure(what, server.memory, "MB", 150, 100)


def _deaf(server: Server) -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", server.port), 10)
    fields = {
        "Host": f"127.0.0.1:{server.port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Origin": server.base,
        "Cookie": server.paired(),
    }
    lines = [f"{name}: {value}\r\n" for name, value in fields.items()]
    path = f"/live/bins/{server.bin['id']}/"
    opened.sendall(f"GET {path} HTTP/1.1\r\n{''.join(lines)}\r\n".encode())
    assert b" 101 " in opened.recv(64)
    return opened
