"""What is refused at the door is told to its sender, and to whoever reads the bin."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import cycle

import pytest

from tests.journeys.witness import Witness
from tests.server.wire import Wire
from tests.serving import Answer, Serving, until

KIB = 1024


def said(witness: Witness) -> str:
    """Return what the bin's page tells of refusals in the last hour, "" for nothing."""
    found = re.search(r"([\d,]+ refused in the last hour: [^<]*)", witness.page("").text)
    return found[1] if found else ""


TOO_FAST = "Too many requests: limit 1 per second. Not stored. Try again in 1 second.\n"


def too_fast(send: Callable[[], Answer]) -> list[Answer]:
    """Send faster than once a second until three were refused; return those."""
    refused: list[Answer] = []
    while len(refused) < 3:
        answer = send()
        assert answer.status in (200, 429)
        refused += [answer] if answer.status == 429 else []
    return refused


def test_the_too_large_and_the_too_fast_are_counted(serve: Callable[..., Serving]) -> None:
    server = serve(REQUESTBIN_MAX_BODY="100k", REQUESTBIN_RATE_PER_BIN="1")
    witness, other = Witness(server, name="strict"), Witness(server)
    target = f"/in/{witness.key}/a".encode()
    wire = Wire(server.port)
    announced = wire.ask(
        b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n" % target
    )
    assert announced.status == 413
    assert b"up to 102,400 bytes" in announced.body
    wire = Wire(server.port)
    chunk = b"fa00\r\n" + b"x" * 64_000 + b"\r\n"
    wire.send(b"POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" % target)
    assert wire.ask(chunk * 2).status == 413
    assert server.request("PUT", target.decode(), b"x" * 102_400).status == 200
    slow = too_fast(lambda: server.request("POST", target.decode()))
    assert slow[-1].header("retry-after") == "1"
    assert slow[-1].text == TOO_FAST
    count = 2 + len(slow)
    until(lambda: said(witness).startswith(f"{count} refused"))
    assert re.fullmatch(
        rf"{count} refused in the last hour: {count - 2} too fast and 2 too large \([\d.]+ GB\)\.",
        said(witness),
    )
    assert said(other) == ""
    items = server.api("GET", f"/bins/{witness.id}/requests").json()["items"]
    assert [item["seq"] for item in items] == list(range(len(items), 0, -1)), "no number is lost"


def test_senders_have_a_limit_of_their_own(serve: Callable[..., Serving]) -> None:
    server = serve(REQUESTBIN_RATE_PER_ADDRESS="1")
    witnesses = [Witness(server) for _ in range(3)]
    keys = cycle(witness.key for witness in witnesses)
    assert too_fast(lambda: server.request("POST", f"/in/{next(keys)}"))
    until(lambda: any("too fast" in said(witness) for witness in witnesses))


@pytest.mark.parametrize("method", ["HEAD", "GET", "OPTIONS"])
def test_a_key_that_nobody_has(local: Serving, method: str) -> None:
    answer = local.request(method, "/in/nobody-has-this-key/x", b"x" * KIB)
    assert answer.status == 404
    assert answer.body == (b"" if method == "HEAD" else NOBODYS)
    assert answer.header("content-security-policy") == "sandbox"


NOBODYS = b"No bin here. The URL was mistyped, replaced or deleted. Nothing was stored.\n"
