"""What pages of other sites may send here: nothing that changes anything, and no socket."""

from __future__ import annotations

import pytest

from requestbin import gate
from requestbin.conf import Conf
from requestbin.gate import Gate, Message, Scope
from tests.gates import BEHIND, HERE, LOCAL, OPEN, TEAM, Pairs, echo, outcome, says


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ([("origin", "http://localhost:8000")], "in"),
        ([("origin", "HTTP://LOCALHOST:8000")], "in"),
        ([("origin", "http://localhost:8000"), ("sec-fetch-site", "same-origin")], "in"),
        ([("origin", "http://127.0.0.1:8000")], says(gate.FOREIGN)),
        ([("origin", "http://localhost:3000")], says(gate.FOREIGN)),
        ([("origin", "https://localhost:8000")], says(gate.FOREIGN)),
        ([("origin", "http://localhost")], says(gate.FOREIGN)),
        ([("origin", "http://evil.example")], says(gate.FOREIGN)),
        ([("origin", "http://localhost:8000.evil.example")], says(gate.FOREIGN)),
        ([("origin", "http://localhost:8000@evil.example")], says(gate.FOREIGN)),
        ([("origin", "http://localhost:8000/")], says(gate.FOREIGN)),
        ([("origin", "null")], says(gate.FOREIGN)),
        ([("origin", "")], says(gate.FOREIGN)),
        ([("origin", "file://")], says(gate.FOREIGN)),
        ([("origin", "http://localhost:8000"), ("origin", "null")], says(gate.FOREIGN)),
        ([("sec-fetch-site", "cross-site")], says(gate.FOREIGN)),
        ([("sec-fetch-site", "Cross-Site")], says(gate.FOREIGN)),
        ([("sec-fetch-site", "same-site")], says(gate.FOREIGN)),
        (
            [("origin", "http://localhost:8000"), ("sec-fetch-site", "cross-site")],
            says(gate.FOREIGN),
        ),
    ],
)
async def test_only_our_own_pages_change_things(headers: Pairs, told: str) -> None:
    assert await outcome(LOCAL, HERE, *headers, method="POST") == told
    if told != "in":
        assert await outcome(LOCAL, HERE, *headers, method="POST", path="/api/bins") == told
        assert await outcome(LOCAL, HERE, *headers, method="DELETE", path="/bins/abc/") == told


async def test_reading_from_elsewhere_is_navigation() -> None:
    pairs = [("origin", "http://evil.example"), ("sec-fetch-site", "cross-site")]
    assert await outcome(LOCAL, HERE, *pairs) == "in"


@pytest.mark.parametrize(
    ("conf", "headers", "closed"),
    [
        (LOCAL, [("host", "localhost:8000"), ("origin", "http://localhost:8000")], False),
        (LOCAL, [("host", "localhost:8000")], False),
        (LOCAL, [("host", "localhost:8000"), ("origin", "null")], True),
        (LOCAL, [("host", "localhost:8000"), ("origin", "http://evil.example")], True),
        (LOCAL, [("host", "evil.example:8000"), ("origin", "http://evil.example:8000")], True),
        (TEAM, [("host", "hooks.example.com"), ("origin", "https://hooks.example.com")], False),
        (TEAM, [("host", "hooks.example.com"), ("origin", "http://hooks.example.com")], True),
    ],
)
async def test_sockets_open_for_our_own_pages(conf: Conf, headers: Pairs, closed: bool) -> None:
    # As Daphne writes the scope of a socket: without method, scheme and HTTP version.
    pairs = [(name.encode(), value.encode()) for name, value in headers]
    sent: list[Message] = []
    scope: Scope = {
        "type": "websocket",
        "path": "/live/bins/abc/",
        "client": ("127.0.0.1", 51000),
        "server": ("127.0.0.1", 8000),
        "headers": pairs,
    }

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await Gate(echo, conf)(scope, receive, send)
    assert [message["type"] for message in sent] == [
        "websocket.close" if closed else "websocket.accept"
    ]


async def test_with_a_url_only_its_origin_changes_things() -> None:
    host = ("host", "hooks.example.com")

    async def told(origin: str) -> str:
        return await outcome(TEAM, host, ("origin", origin), method="POST", **BEHIND)

    assert await told("https://hooks.example.com") == "in"
    assert await told("https://hooks.example.com:443") == "in"
    assert await told("http://hooks.example.com") == says(gate.FOREIGN)
    assert await told("https://in.example.com") == says(gate.FOREIGN)
    assert await told("null") == says(gate.FOREIGN)


async def test_without_a_url_the_origin_is_the_host_that_was_asked() -> None:
    host = ("host", "192.168.1.5:9000")
    own, other = ("origin", "http://192.168.1.5:9000"), ("origin", "http://192.168.1.5:3000")
    assert await outcome(OPEN, host, own, method="POST", **BEHIND) == "in"
    assert await outcome(OPEN, host, other, method="POST", **BEHIND) == says(gate.FOREIGN)
