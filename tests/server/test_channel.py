"""One connection on a real socket: requests arrive as sent and apart, and limits answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.server.conftest import Subject
from tests.server.subject import MAX_BODY
from tests.server.wire import Wire, get, post

CHUNKED = b"POST %s HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_headers_arrive_as_sent(wire: Wire) -> None:
    fields = [b"X-B: 1", b"x_under: 2", b"x-b: 3", b"X-LATIN: caf\xe9", b"X-b:4", b"Empty:"]
    seen = wire.ask(post(b"/in/k", b"{}", *fields)).json()
    assert seen["headers"] == [
        ["Host", "h"], ["X-B", "1"], ["x_under", "2"], ["x-b", "3"], ["X-LATIN", "caf\xe9"],
        ["X-b", "4"], ["Empty", ""], ["Content-Length", "2"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "target",
    [
        b"/in/k%2Fx//y/../z?",
        b"/in/k?",
        b"/in/k?a=1&a=2#f",
        b"http://elsewhere:99/in/k?x",
        b"HTTPS://elsewhere/in/k",
        b"/in/k/caf\xc3\xa9?\xff",
        b"/in/" + b"k" * (64 * 1024 - 4),
    ],
)
def test_targets_arrive_as_sent(wire: Wire, target: bytes) -> None:
    assert wire.ask(get(target)).json()["target"] == target.decode("latin-1")


def test_two_hundred_and_fifty_headers(wire: Wire) -> None:
    fields = [b"X-%d: %d" % (number, number) for number in range(250)]
    assert len(wire.ask(get(b"/in/k", *fields)).json()["headers"]) == 251


@pytest.mark.parametrize("method", ["PROPFIND", "INVENTED", "options", "DELETE", "CONNECT"])
def test_any_method_arrives(wire: Wire, method: str) -> None:
    assert wire.ask(f"{method} /in/k HTTP/1.1\r\n\r\n".encode()).json()["method"] == method


def test_the_version_arrives_and_ends_an_old_connection(wire: Wire) -> None:
    reply = wire.ask(b"GET /in/k HTTP/1.0\r\n\r\n")
    assert reply.json()["version"] == "1.0"
    assert reply.header(b"connection") == b"close"
    assert wire.closed()


@pytest.mark.parametrize("body", [b"", b"\x00\r\n\r\n\xff", b"a=1&b=2", b"x" * MAX_BODY])
@pytest.mark.parametrize("kind", [b"application/x-www-form-urlencoded", b"multipart/form-data"])
def test_bodies_arrive_whole_and_unparsed(wire: Wire, body: bytes, kind: bytes) -> None:
    reply = wire.ask(post(b"/in/k", body, b"Content-Type: " + kind))
    assert (reply.seen, reply.json()["complete"]) == (body, True)


def test_a_chunked_body(wire: Wire) -> None:
    head = CHUNKED % b"/in/k"
    body = b"3\r\nabc\r\n5;ext=1\r\n\r\n\r\n-\r\n0\r\nTrailer: t\r\n\r\n"
    assert wire.ask(head, body).seen == b"abc\r\n\r\n-"
    assert wire.ask(head, b"0\r\n\r\n").seen == b""


def test_a_body_in_more_chunks_than_one_turn_takes(wire: Wire) -> None:
    assert wire.ask(CHUNKED % b"/in/k", b"1\r\nx\r\n" * 60_000, b"0\r\n\r\n").seen == b"x" * 60_000


def test_a_request_in_single_octets(wire: Wire) -> None:
    for octet in post(b"/in/k", b"hello"):
        wire.send(bytes((octet,)))
    assert wire.reply().seen == b"hello"


def test_pipelined_requests_are_answered_in_order(wire: Wire) -> None:
    sent = [b"/in/k/1", b"/in/later/2", b"/scope", b"/in/404/4", b"/in/later/5"]
    wire.send(*(get(target) for target in sent))
    told = [wire.reply().json()["target"].encode() for _ in sent]
    assert told == sent


def test_more_pipelined_than_is_read_ahead(front: Subject) -> None:
    wire = front.wire()
    for number in range(100):
        wire.send(post(b"/in/later/%d" % number, b"x" * 10_000))
    told = [wire.reply().json()["target"] for _ in range(100)]
    wire.close()
    assert told == [f"/in/later/{number}" for number in range(100)]


def test_line_ends_between_requests_are_ignored(wire: Wire) -> None:
    wire.send(post(b"/in/k", b"one"), b"\r\n\r\n", post(b"/in/k", b"two"))
    assert [wire.reply().seen, wire.reply().seen] == [b"one", b"two"]


def test_the_connection_is_kept_after_a_404(wire: Wire) -> None:
    assert wire.ask(post(b"/in/404", b"x")).status == 404
    assert wire.ask(post(b"/in/k", b"again")).seen == b"again"


@pytest.mark.parametrize("wish", ["204", "304", "205", "200"])
def test_answers_without_a_body_keep_the_connection_in_step(wire: Wire, wish: str) -> None:
    method = "HEAD" if wish == "200" else "POST"
    reply = wire.ask(f"{method} /in/{wish} HTTP/1.1\r\n\r\n".encode(), method=method)
    assert (reply.status, reply.body) == (int(wish), b"")
    assert wire.ask(get(b"/in/k")).status == 200


def test_the_answers_own_headers_keep_order_case_and_duplicates(wire: Wire) -> None:
    reply = wire.ask(get(b"/in/k"))
    names = [name for name, _ in reply.headers]
    assert reply.headers[:3] == [(b"X-MiXed", b"Kept"), (b"x-b", b"1"), (b"X-MiXed", b"again")]
    assert names[3:] == [b"Date", b"Content-Length"]


@pytest.mark.parametrize("extra", [0, 1])
def test_the_largest_body(wire: Wire, extra: int) -> None:
    reply = wire.ask(post(b"/in/k", b"x" * (MAX_BODY + extra)))
    assert reply.status == (413 if extra else 200)


@pytest.mark.parametrize("extra", [0, 1])
def test_the_largest_chunked_body(front: Subject, extra: int) -> None:
    body = b"x" * (MAX_BODY + extra)
    wire = front.wire().send(CHUNKED % b"/in/large-chunks")
    reply = wire.ask(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))
    assert reply.status == (413 if extra else 200)
    if extra:
        assert reply.header(b"connection") == b"close"
        assert wire.closed()
        assert front.noted("large-chunks")["size"] == MAX_BODY + 1
    wire.close()


def test_a_body_too_large_is_refused_by_the_core_before_it_is_sent(front: Subject) -> None:
    wire = front.wire()
    reply = wire.ask(b"POST /in/huge HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n")
    assert (reply.status, reply.body) == (413, b"too large, says the core\n")
    noted = front.noted("huge")
    assert noted == {"target": "/in/huge", "size": 99999999999, "peer": "127.0.0.1"}
    wire.close()


def test_a_client_that_sends_on_still_reads_its_413(front: Subject) -> None:
    wire = front.wire().send(b"POST /in/k HTTP/1.1\r\nContent-Length: 50000000\r\n\r\n")
    for _ in range(200):
        wire.send(b"x" * 250_000)
    assert wire.reply().status == 413
    assert wire.closed()


def test_expect_is_answered_with_continue(wire: Wire) -> None:
    head = b"POST /in/k HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    assert wire.send(head).interim().line == b"HTTP/1.1 100 Continue"
    assert wire.ask(b"ok").seen == b"ok"


def test_no_continue_where_the_body_has_begun_to_arrive(wire: Wire) -> None:
    head = b"POST /in/k HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    assert wire.send(head, b"o").send(b"k").interim().seen == b"ok"


def test_expect_with_too_large_a_body_gets_413_and_no_continue(front: Subject) -> None:
    wire = front.wire()
    head = b"POST /in/k HTTP/1.1\r\nContent-Length: 100001\r\nExpect: 100-continue\r\n\r\n"
    assert wire.send(head).interim().status == 413
    wire.close()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET /in/k HTTP/1.1\r\nX: a\x00b\r\n\r\n", 400),
        (b"GET /in/k HTTP/1.1\nHost: h\n\n\r\n\r\n", 400),
        (b"GET /in/k HTTP/1.1\r\nX: a\rb\r\n\r\n", 400),
        (b"POST /in/k HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (CHUNKED % b"/in/k" + b"x\r\n", 400),
        (CHUNKED % b"/in/k" + b"-1\r\n", 400),
        (CHUNKED % b"/in/k" + b"1\r\nab\r\n", 400),
        (b"\x16\x03\x01\x00\xa5\x01", 400),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET /in/" + b"k" * (64 * 1024 - 3) + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET /in/k HTTP/1.1\r\nX: " + b"x" * (128 * 1024) + b"\r\n\r\n", 431),
        (b"GET /in/k HTTP/1.1\r\n" + b"X: y\r\n" * 1001 + b"\r\n", 431),
        (b"GET /in/k HTTP/2.0\r\n\r\n", 505),
        (b"POST /in/k HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
    ],
)
def test_what_is_refused_is_answered_and_the_connection_ends(
    wire: Wire, data: bytes, status: int
) -> None:
    smuggled = b"GET /in/smuggled HTTP/1.1\r\n\r\n"
    reply = wire.ask(data, smuggled)
    assert reply.status == status
    assert reply.header(b"connection") == b"close"
    assert b"smuggled" not in reply.body
    assert wire.closed()


def test_malformed_chunks_are_noted_as_an_incomplete_capture(front: Subject) -> None:
    front.ask(CHUNKED % b"/in/broken", b"3\r\nabc\r\n", b"zz\r\n")
    noted = front.noted("broken")
    assert (noted["complete"], noted["body"]) == (False, "YWJj")


def test_a_client_that_closes_its_half_is_answered(front: Subject) -> None:
    wire = front.wire().send(post(b"/in/later", b"a"), post(b"/in/later", b"b")).done()
    assert [wire.reply().seen, wire.reply().seen] == [b"a", b"b"]
    assert wire.closed()


@pytest.mark.parametrize("data", [b"GET /in/k HT", post(b"/in/k", b"1234")[:-1]])
def test_a_request_that_ends_early_is_told_so(subject: Callable[..., Subject], data: bytes) -> None:
    wire = subject().listening().wire().send(data).done()
    assert wire.reply().status == 400
    assert wire.closed()


def test_a_silent_client_that_closes_its_half_is_let_go(front: Subject) -> None:
    assert front.wire().done().closed()


def test_an_address_in_ipv6(subject: Callable[..., Subject]) -> None:
    server = subject(host="::").listening()
    assert Wire(server.port, "::1").ask(get(b"/in/k")).json()["peer"] == "::1"
    assert Wire(server.port, "127.0.0.1").ask(get(b"/in/k")).json()["peer"] == "127.0.0.1"
