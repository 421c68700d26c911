"""One core behind every door: what each server lets through of the same bytes on a real socket.

`serve` keeps everything; the others run the same application and keep what they can, which the
request says of itself (docs/operations.md has the table).
"""

from __future__ import annotations

import base64
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.serving import Serving, environment

UVICORN = "-m uvicorn --no-access-log --no-proxy-headers --host 127.0.0.1 --port {port}"
STOCK = "-m daphne -v 0 -b 127.0.0.1 -p {port}"
APPLICATION = "requestbin.asgi:application"


@dataclass(frozen=True)
class Door:
    """How a server is started, and what it is known to lose."""

    command: str
    names_exact: bool = False
    loses: frozenset[str] = field(default_factory=frozenset)


DOORS = {
    "serve": Door("manage.py serve", names_exact=True),
    "serve, ASGI": Door("-m tests.bench.asgi_door", names_exact=True),
    "uvicorn": Door(f"{UVICORN} --http httptools {APPLICATION}"),
    "stock Daphne": Door(
        f"{STOCK} {APPLICATION}",
        loses=frozenset(("underscore", "order", "malformed multipart", "cut off")),
    ),
}


class Elsewhere(Serving):
    """The application under another server's command."""

    def __init__(self, door: Door, data: Path, env: dict[str, str]) -> None:
        self.door = door
        super().__init__(data, data.with_suffix(".log"), (), env)

    def launch(self) -> list[str]:
        return [sys.executable, *self.door.command.format(port=self.port).split()]


@pytest.fixture(scope="module", params=DOORS)
def server(
    request: pytest.FixtureRequest,
    collected: None,
    migrated: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Elsewhere]:
    data = tmp_path_factory.mktemp("data")
    shutil.copy(migrated, data)
    made = Elsewhere(DOORS[request.param], data, environment(data, REQUESTBIN_MAX_BODY="100000"))
    yield made
    made.stop()


def sent(server: Serving, head: bytes, body: bytes, *, cut: bool = False) -> bytes:
    """Send exact bytes and return all that came back."""
    address = urlsplit(server.base)
    assert address.hostname
    assert address.port
    with socket.create_connection((address.hostname, address.port), timeout=20) as sock:
        sock.sendall(head + b"\r\nConnection: close\r\n\r\n" + body)
        if cut:
            return b""
        answer = b""
        while data := sock.recv(65536):
            answer += data
    return answer


def caught(server: Serving, bin: dict[str, Any]) -> list[tuple[dict[str, Any], bytes]]:
    """Return what the bin holds, oldest first, with the bodies."""
    items = server.api("GET", f"/bins/{bin['id']}/requests?after=0").json()["items"]
    path = f"/bins/{bin['id']}/requests"
    return [(item, server.api("GET", f"{path}/{item['seq']}/body").body) for item in items]


def test_every_door_takes_what_its_server_lets_through(server: Elsewhere) -> None:
    bin = server.make_bin()
    target = f"/in/{bin['key']}//a%2Fb/%00?x=1&x=2&empty=".encode()
    body = bytes(range(256)) * 100
    head = b"BREW " + target + b" HTTP/1.1\r\nHost: other.example\r\nX-MiXed: 1\r\nx_under: 2"
    head += b"\r\nA: 1\r\nB: 2\r\nA: 3\r\nX-Latin: caf\xe9\r\nContent-Length: %d" % len(body)
    if "uvicorn" in server.door.command:  # httptools takes no invented methods
        head = head.replace(b"BREW", b"PROPFIND")
    answer = sent(server, head, body)
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"content-security-policy: sandbox" in answer.lower()
    ((item, stored),) = caught(server, bin)
    assert stored == body
    assert item["target"] == target.decode()
    assert item["method"] == head.split()[0].decode()
    assert item["names_exact"] is server.door.names_exact
    pairs = [(name if server.door.names_exact else name.lower(), v) for name, v in item["headers"]]
    assert pairs == expected(head, server.door)


def expected(head: bytes, door: Door) -> list[tuple[str, str]]:
    pairs = []
    for line in (head + b"\r\nConnection: close").split(b"\r\n")[1:]:
        name, _, value = line.decode("latin-1").partition(": ")
        pairs.append((name if door.names_exact else name.lower(), value))
    if "underscore" in door.loses:
        pairs = [pair for pair in pairs if "_" not in pair[0]]
    if "order" in door.loses:  # those of one name are put together
        names = list(dict.fromkeys(name for name, _ in pairs))
        pairs = [pair for name in names for pair in pairs if pair[0] == name]
    return pairs


def test_every_door_refuses_alike(server: Elsewhere) -> None:
    bin = server.make_bin()
    start = f"POST /in/{bin['key']} HTTP/1.1\r\nHost: h".encode()
    large = sent(server, start + b"\r\nContent-Length: 100001", b"x" * 100_001)
    assert large.startswith(b"HTTP/1.1 413")
    assert b"up to 100,000 bytes" in large
    at_limit = sent(server, start + b"\r\nContent-Length: 100000", b"x" * 100_000)
    assert at_limit.startswith(b"HTTP/1.1 200")
    unknown = sent(server, b"POST /in/nobody HTTP/1.1\r\nHost: h\r\nContent-Length: 0", b"")
    assert unknown.startswith(b"HTTP/1.1 404")
    assert b"No bin here." in unknown
    chunked = sent(
        server, start + b"\r\nTransfer-Encoding: chunked", b"3\r\nabc\r\n1;x=y\r\nd\r\n0\r\n\r\n"
    )
    assert chunked.startswith(b"HTTP/1.1 200")
    assert [body for _, body in caught(server, bin)] == [b"x" * 100_000, b"abcd"]


def test_every_door_answers_as_the_bin_says(server: Elsewhere) -> None:
    said = base64.b64encode(b"\xff said").decode()
    bin = server.make_bin(
        answer={"status": 418, "headers": [["X-Own", "yes"]], "body_base64": said}
    )
    start = f" /in/{bin['key']} HTTP/1.1\r\nHost: h".encode()
    answer = sent(server, b"GET" + start, b"")
    assert answer.startswith(b"HTTP/1.1 418")
    assert b"x-own: yes" in answer.lower()
    assert answer.endswith(b"\r\n\r\n\xff said")
    assert sent(server, b"HEAD" + start, b"").endswith(b"\r\n\r\n")


def test_malformed_multipart_is_caught_as_it_is(server: Elsewhere) -> None:
    bin = server.make_bin()
    head = f"POST /in/{bin['key']} HTTP/1.1\r\nHost: h\r\nContent-Length: 7".encode()
    answer = sent(server, head + b"\r\nContent-Type: multipart/form-data", b"--x\r\n\r\n")
    if "malformed multipart" in server.door.loses:
        assert answer.startswith(b"HTTP/1.1 400")
    else:
        ((_, body),) = caught(server, bin)
        assert body == b"--x\r\n\r\n"


def test_a_page_opens_behind_every_door(server: Elsewhere) -> None:
    bin = server.make_bin(name="opened")
    page = server.request("GET", f"/bins/{bin['id']}/", headers={"Cookie": server.cookie()})
    assert page.status == 200
    assert "opened" in page.text
