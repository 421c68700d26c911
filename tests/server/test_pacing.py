"""Slow clients, on servers whose deadlines are parts of a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from tests.server.conftest import Subject
from tests.server.wire import Wire, get, post

Start = Callable[..., Subject]
SOON = {"sweep_seconds": 0.05}


@pytest.fixture(scope="module")
def hasty() -> Iterator[Subject]:
    """Give a server that waits 0.3 s for a head and for 10 bytes of a body."""
    limits = {**SOON, "head_seconds": 0.3, "body_seconds": 0.3, "body_window_bytes": 10}
    server = Subject(limits={**limits, "idle_seconds": 0.6, "linger_seconds": 0.5})
    yield server.listening()
    server.stop()


def trickle(wire: Wire, data: bytes, step: int = 1) -> None:
    """Send for as long as the server takes it; stop when it answers."""
    wire.socket.settimeout(0.05)
    for start in range(0, len(data), step):
        wire.send(data[start : start + step])
        try:
            if wire.socket.recv(1, 2):  # MSG_PEEK
                break
        except TimeoutError:
            continue
    wire.socket.settimeout(10)


def send_on(wire: Wire) -> None:
    """Send until the server cuts the connection."""
    while True:
        wire.send(b"x" * 10_000)


def test_a_head_that_trickles_is_cut(hasty: Subject) -> None:
    wire = hasty.wire()
    trickle(wire, b"GET /in/k HTTP/1.1\r\n" + b"X-Slow: x\r\n" * 1000)
    assert wire.reply().status == 408
    assert wire.closed()


def test_a_second_head_that_stops_is_cut(hasty: Subject) -> None:
    wire = hasty.wire()
    assert wire.ask(get(b"/in/k"), b"GET /in/k HT").status == 200
    assert wire.reply().status == 408


def test_a_client_that_says_nothing_is_let_go(hasty: Subject) -> None:
    assert hasty.wire().closed()


def test_an_idle_connection_is_let_go(hasty: Subject) -> None:
    wire = hasty.wire()
    assert wire.ask(get(b"/in/k")).status == 200
    assert wire.closed()


def test_a_body_that_stops_is_cut_and_captured(hasty: Subject) -> None:
    wire = hasty.wire().send(post(b"/in/stops", b"x" * 1000)[:-900])
    assert wire.reply().status == 408
    assert wire.closed()
    assert hasty.noted("stops")["complete"] is False


def test_a_body_that_trickles_is_cut(hasty: Subject) -> None:
    wire = hasty.wire().send(b"POST /in/trickles HTTP/1.1\r\nContent-Length: 1000\r\n\r\n")
    trickle(wire, b"x" * 900)
    assert wire.reply().status == 408
    noted = hasty.noted("trickles")
    assert noted["complete"] is False


def test_a_slow_body_that_keeps_the_rate_arrives(hasty: Subject) -> None:
    wire = hasty.wire().send(b"POST /in/k HTTP/1.1\r\nContent-Length: 100\r\n\r\n")
    trickle(wire, b"x" * 100, step=5)  # 1 s in all, 30 bytes in each 0.3 s
    assert wire.reply().seen == b"x" * 100


def test_an_answer_may_take_longer_than_any_request_may(hasty: Subject) -> None:
    held = hasty.wire().send(get(b"/in/hold/long"))
    hasty.noted("hold/long")
    assert hasty.wire().closed()  # a whole head's deadline has passed
    hasty.ask(get(b"/release"))
    assert held.reply().status == 200


def test_a_refused_client_that_never_leaves_is_cut(hasty: Subject) -> None:
    wire = hasty.wire()
    assert wire.ask(b"no http\r\n\r\n").status == 400
    with pytest.raises(ConnectionError):
        send_on(wire)


def test_bodies_in_flight_have_a_common_limit(subject: Start) -> None:
    server = subject(limits={"held_bytes": 50_000}).listening()
    first = server.wire().send(post(b"/in/k", b"a" * 40_000)[:-1])
    while server.ask(get(b"/connections")).json()["held"] < 39_999:
        pass
    reply = server.wire().ask(post(b"/in/second", b"b" * 40_000)[:-1])
    assert (reply.status, reply.body) == (503, b"no room, says the core\n")
    assert server.noted("second")["no room for"] > 10_000
    reply = server.wire().ask(post(b"/scope", b"b" * 40_000)[:-1])
    assert (reply.status, reply.header(b"retry-after")) == (503, b"5")
    assert first.ask(b"a").seen == b"a" * 40_000
    assert server.ask(get(b"/connections")).json()["held"] == 0


def test_a_page_waits_for_its_reader_and_lets_go_of_one_who_never_reads(subject: Start) -> None:
    server = subject(limits={**SOON, "idle_seconds": 0.3}).listening()
    wire = server.wire().send(get(b"/flood"))
    taken = iter(lambda: server.ask(get(b"/sent")).json(), None)
    assert next(now for now, later in pairwise(taken) if now == later > 0) < 64_000_000
    while server.ask(get(b"/connections")).json()["applications"] > 1:
        pass
    wire.close()
