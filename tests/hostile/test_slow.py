"""Slow, huge and endless clients at pages and bins: they are cut off, and nobody else waits."""

from __future__ import annotations

import selectors
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.witness import Witness
from tests.server.wire import Wire, get
from tests.serving import Serving, ended, environment, until

CROWD = 400
LONGEST = 64 * 1024


class Hasty(Serving):
    """The real server with deadlines of a second or so (tests/hostile/hasty.py)."""

    def launch(self) -> list[str]:
        return [sys.executable, "-m", "tests.hostile.hasty", *self.words]


@pytest.fixture(scope="module")
def hasty(
    collected: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Serving]:
    data = tmp_path_factory.mktemp("hasty") / "data"
    data.mkdir(mode=0o700)
    shutil.copy(migrated, data)
    env = environment(data, DJANGO_SETTINGS_MODULE="requestbin.settings")
    server = Hasty(data, data.with_name("log"), (), env)
    with ended([server]):
        yield server
        assert "Traceback" not in server.output


def crowd(port: int, beginning: bytes) -> list[socket.socket]:
    """Open many connections that begin and do not go on."""
    opened = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(CROWD)]
    for each in opened:
        each.sendall(beginning)
    return opened


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        b"POST /bins/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nslow",
        b"POST /api/bins HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nsl",
        b"POST {in} HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST {in} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nslow",
        b"POST {in} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nslo",
        b"GET /live/bins/x/ HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n",
    ],
)
def test_a_crowd_of_the_slow_holds_nobody_up(hasty: Serving, beginning: bytes) -> None:
    witness = Witness(hasty)
    opened = crowd(hasty.port, beginning.replace(b"{in}", f"/in/{witness.key}/slow".encode()))
    started = time.monotonic()
    assert hasty.request("POST", f"/in/{witness.key}/quick", b"quick").status == 200
    assert witness.page("").status == 200
    waited = time.monotonic() - started
    assert waited < 1.5 or not heard_from(opened), "answered only when the slow were cut off"
    for each in opened:
        answer = b""
        while piece := each.recv(4096):
            answer += piece
        assert answer[:12] in (b"", b"HTTP/1.1 408", b"HTTP/1.1 400"), answer[:100]
        each.close()
    assert time.monotonic() - started < 20
    uploads = beginning.startswith(b"POST {in}") and b"\r\n\r\n" in beginning
    until(lambda: cut_off(witness) == (CROWD if uploads else 0))  # nobody was told that it is kept


def heard_from(connections: list[socket.socket]) -> bool:
    """Tell whether any of these was answered or closed."""
    with selectors.DefaultSelector() as selector:
        for each in connections:
            selector.register(each, selectors.EVENT_READ)
        return bool(selector.select(0))


def cut_off(witness: Witness) -> int:
    """Return how many uploads the bin has that were not whole."""
    listed = f"/bins/{witness.id}/requests?after=0&limit=500"
    items = witness.server.api("GET", listed).json()["items"]
    return sum(not item["body"]["complete"] for item in items)


def test_a_url_of_64_kib_is_taken_and_a_longer_one_is_told(local: Serving) -> None:
    witness = Witness(local)
    start = f"/in/{witness.key}/".encode()
    wire = Wire(local.port)
    longest = start + b"x" * (LONGEST - len(start))
    assert wire.ask(get(longest)).status == 200
    item = witness.newest()
    assert item["target"].encode() == longest
    assert witness.page("").status == 200
    witness.is_shown(item)
    for path in (longest + b"x", b"/" + b"x" * 100_000, b"/?" + b"x" * 1_000_000):
        reply = Wire(local.port).ask(get(path))
        assert (reply.status, reply.body) == (414, b"The URL is longer than 65,536 bytes.\n")
    page = b"/bins/" + b"x" * (LONGEST - 6)
    assert Wire(local.port).ask(get(page, b"Connection: close")).status in (400, 403, 404)


def test_a_head_too_large_is_told(local: Serving) -> None:
    witness = Witness(local)
    path = f"/in/{witness.key}".encode()
    assert Wire(local.port).ask(get(path, b"X: " + b"x" * 120_000)).status == 200
    for fields in ([b"X: " + b"x" * 140_000], [b"X: 1"] * 1_001):
        assert Wire(local.port).ask(get(path, *fields)).status == 431
    assert witness.newest()["seq"] == 1
