"""The direct door: cut-off uploads, and a core that fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.server.conftest import Subject
from tests.server.wire import get, post


@pytest.mark.parametrize(
    ("data", "body"),
    [
        (post(b"/in/cut", b"x" * 1000)[:-1], "eHh4"),
        (b"POST /in/cut HTTP/1.1\r\nContent-Length: 5\r\n\r\n", ""),
        (b"POST /in/cut HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n5", "YWJj"),
    ],
)
def test_a_cut_off_upload_is_captured_as_incomplete(front: Subject, data: bytes, body: str) -> None:
    front.wire().send(data).close()
    noted = front.noted("/in/cut")
    assert (noted["target"], noted["complete"]) == ("/in/cut", False)
    assert noted["body"][:4] == body


def test_a_cut_off_upload_to_a_page_reaches_nobody(subject: Callable[..., Subject]) -> None:
    server = subject().listening()
    server.wire().send(post(b"/scope", b"abc")[:-1]).close()
    server.wire().send(post(b"/in/after", b"abc")[:-1]).close()
    assert server.noted("in")["target"] == "/in/after"
    assert server.ask(get(b"/connections")).json()["applications"] == 1


def test_whoever_leaves_before_the_answer_harms_nobody(subject: Callable[..., Subject]) -> None:
    server = subject().listening()
    server.wire().send(get(b"/in/hold/gone")).close()
    server.noted("/in/hold/gone")
    wire = server.wire().send(get(b"/in/hold/here"))
    server.noted("/in/hold/here")
    server.ask(get(b"/release"))
    assert wire.reply().json()["target"] == "/in/hold/here"


@pytest.mark.parametrize("wish", [b"fail", b"raise", b"split"])
def test_a_failing_core_is_a_500_and_nothing_more(front: Subject, wish: bytes) -> None:
    wire = front.wire()
    reply = wire.ask(get(b"/in/" + wish))
    assert reply.status == 500
    assert b"Injected" not in b"".join(name for name, _ in reply.headers)
    assert wire.ask(get(b"/in/k")).status == 200
    wire.close()


def test_without_a_core_bins_are_the_applications(subject: Callable[..., Subject]) -> None:
    server = subject(no_core=True).listening()
    assert server.ask(get(b"/in/k?")).json()["path"] == "/in/k"
