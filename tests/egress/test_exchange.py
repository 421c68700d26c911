"""Exchanges with real servers: good answers byte for byte, and every way in which they go wrong."""

from __future__ import annotations

import asyncio
import os
import socket

import pytest

from requestbin.egress import Client, Limits
from requestbin.egress.exchange import MAX_PIECES
from requestbin.http import Headers, Request
from tests.egress.conftest import Listen
from tests.egress.loopback import OK, SHORT, Connection, answering, failed


async def test_the_request_arrives_byte_for_byte(client: Client, listen: Listen) -> None:
    server = await listen()
    pairs = [(f"X-Number-{n}", str(n)) for n in range(195)]
    pairs += [("x-dup", "a"), ("X-DUP", "b"), ("x-dup", ""), ("x_under", "1"), ("X-L", "\xe9t\xe9")]
    body = os.urandom(10 * 1024 * 1024)
    request = Request("POST", server.url("/a%2Fb//c|^?x=%c3&&y"), Headers(pairs), body)
    answer = await client.exchange(request)
    assert answer.status == 200
    head, _, arrived = server.received[0].partition(b"\r\n\r\n")
    lines = [b"POST /a%2Fb//c|^?x=%c3&&y HTTP/1.1", b"Host: 127.0.0.1:%d" % server.port]
    lines += [f"{name}: {value}".encode("latin-1") for name, value in pairs]
    lines += [b"Content-Length: %d" % len(body), b"Connection: close"]
    assert head.split(b"\r\n") == lines
    assert arrived == body


@pytest.mark.parametrize("method", ["GET", "get", "PROPFIND", "FOO", "OPTIONS", "DELETE"])
async def test_any_method_arrives_as_it_is(method: str, client: Client, listen: Listen) -> None:
    server = await listen()
    await client.exchange(Request(method, server.url("/x")))
    assert server.received[0].startswith(f"{method} /x HTTP/1.1\r\n".encode())


async def test_a_switch_of_protocols_that_was_wished_for_is_an_answer(
    client: Client, listen: Listen
) -> None:
    switch = b"HTTP/1.1 101 Go\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n\x88\x00"
    server = await listen(answering(switch))
    hop = Headers([("Connection", "Upgrade"), ("Upgrade", "websocket")])
    answer = await client.exchange(Request("GET", server.url()), hop=hop)
    assert (answer.status, answer.headers.get("Sec-WebSocket-Accept")) == (101, b"x")
    assert b"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" in server.received[0]


async def test_a_body_may_go_in_chunks(client: Client, listen: Listen) -> None:
    async def script(connection: Connection) -> bytes:
        raw = await connection.reader.readuntil(b"0\r\n\r\n")
        await connection.send(OK)
        return raw

    server = await listen(script)
    hop = Headers([("Transfer-Encoding", "chunked"), ("Connection", "close")])
    answer = await client.exchange(Request("POST", server.url(), body=b"xyz"), hop=hop)
    assert answer.status == 200
    head, _, body = server.received[0].partition(b"\r\n\r\n")
    assert b"content-length" not in head.lower()
    assert body == b"3\r\nxyz\r\n0\r\n\r\n"


async def test_the_answer_comes_back_byte_for_byte(client: Client, listen: Listen) -> None:
    raw = (
        b"HTTP/1.1 418 I'm a teapot\r\nX-b: 1\r\nSet-Cookie: a=1\r\nx-B: 2\r\nset-cookie: b=2\r\n"
        b"X-Latin: \xe9t\xe9\r\nx_under:  v  \r\nX-Empty:\r\nContent-Encoding: gzip\r\n"
        b"Content-Length: 4\r\n\r\n\x1f\x8b\x08\x00"
    )
    server = await listen(answering(raw))
    answer = await client.exchange(Request("GET", server.url()))
    assert (answer.status, answer.http_version, answer.body) == (418, "1.1", b"\x1f\x8b\x08\x00")
    assert answer.headers.as_text() == [
        ["X-b", "1"],
        ["Set-Cookie", "a=1"],
        ["x-B", "2"],
        ["set-cookie", "b=2"],
        ["X-Latin", "\xe9t\xe9"],
        ["x_under", "v"],
        ["X-Empty", ""],
        ["Content-Encoding", "gzip"],
        ["Content-Length", "4"],
    ]
    assert answer.size == 4
    assert answer.body_complete
    assert answer.connect_ms is not None
    assert answer.first_byte_ms is not None
    assert 0 < answer.connect_ms <= answer.first_byte_ms <= answer.duration_ms


@pytest.mark.parametrize("status", [200, 204, 299, 301, 304, 400, 404, 410, 429, 500, 599, 799])
async def test_every_status_is_an_answer(status: int, client: Client, listen: Listen) -> None:
    server = await listen(answering(b"HTTP/1.1 %d x\r\nContent-Length: 0\r\n\r\n" % status))
    answer = await client.exchange(Request("POST", server.url()))
    assert (answer.status, answer.body, answer.body_complete) == (status, b"", True)


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        (b"HTTP/1.0 200 OK\r\n\r\nuntil the end", b"until the end"),
        (b"HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
         b"2\r\nab\r\n1;e=f\r\nc\r\n0\r\nT: r\r\n\r\n", b"abc"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx and more than was announced", b"x"),
        (b"HTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 100 Go\r\n\r\n"
         b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", b"x"),
        (b"HTTP/1.1 200 OK\nContent-Length: 1\n\nx", b"x"),
    ],
)  # fmt: skip
async def test_every_framing_is_understood(
    raw: bytes, body: bytes, client: Client, listen: Listen
) -> None:
    server = await listen(answering(raw))
    answer = await client.exchange(Request("GET", server.url()))
    assert (answer.status, answer.body, answer.body_complete) == (200, body, True)


async def test_a_head_request_has_no_body_to_wait_for(client: Client, listen: Listen) -> None:
    async def script(connection: Connection) -> None:
        await connection.request()
        await connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
        await connection.silence()

    server = await listen(script)
    answer = await client.exchange(Request("HEAD", server.url()))
    assert (answer.size, answer.body_complete) == (0, True)


async def test_an_early_answer_is_heard_though_the_body_was_not_taken(
    client: Client, listen: Listen
) -> None:
    async def script(connection: Connection) -> None:
        await connection.reader.readuntil(b"\r\n\r\n")
        await connection.send(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
        await connection.silence()

    server = await listen(script)
    request = Request("POST", server.url(), body=b"x" * 200_000)
    assert (await client.exchange(request)).status == 413


async def test_a_large_answer_is_kept_in_part_and_counted_whole(
    client: Client, listen: Listen
) -> None:
    size = 3_000_000
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size
    server = await listen(answering(head, b"y" * size))
    answer = await client.exchange(Request("GET", server.url()))
    assert (len(answer.body), answer.size, answer.body_complete) == (1024 * 1024, size, True)


async def test_an_endless_answer_is_cut(client: Client, listen: Listen) -> None:
    async def script(connection: Connection) -> None:
        await connection.request()
        await connection.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            await connection.send(b"z" * 65536)

    server = await listen(script)
    limits = Limits(keep_bytes=1000, count_bytes=2_000_000)
    answer = await client.exchange(Request("GET", server.url()), limits)
    assert answer.status == 200
    assert len(answer.body) == 1000
    assert 1_900_000 < answer.size <= 2_020_000
    assert not answer.body_complete


async def test_an_answer_in_crumbs_is_cut_before_it_costs_too_much(
    client: Client, listen: Listen
) -> None:
    async def script(connection: Connection) -> None:
        await connection.request()
        await connection.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            await connection.send(b"1\r\nx\r\n" * 1000)

    server = await listen(script)
    answer = await client.exchange(Request("GET", server.url()))
    assert (answer.size, answer.body_complete) == (MAX_PIECES, False)


async def test_a_dripping_body_ends_with_the_deadline_and_keeps_what_came(
    client: Client, listen: Listen
) -> None:
    async def script(connection: Connection) -> None:
        await connection.request()
        await connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nfirst")
        await connection.silence()

    server = await listen(script)
    answer = await client.exchange(Request("GET", server.url()), SHORT)
    assert (answer.status, answer.body, answer.body_complete) == (200, b"first", False)
    assert 250 < answer.duration_ms < 5000


async def test_a_body_that_breaks_off_is_an_answer(client: Client, listen: Listen) -> None:
    raw = b"HTTP/1.1 500 Oops\r\nContent-Length: 1000\r\n\r\nTraceback"
    server = await listen(answering(raw))
    answer = await client.exchange(Request("GET", server.url()))
    assert (answer.status, answer.body, answer.body_complete) == (500, b"Traceback", False)


async def test_silence_ends_with_the_deadline(client: Client, listen: Listen) -> None:
    server = await listen(Connection.silence)
    failure = await failed(client, Request("POST", server.url()))
    assert failure.code == "no_answer"
    assert failure.sentence.startswith("Connected in ")
    assert "but no answer within 0.3 s. Your app may still be working on it" in failure.sentence
    assert failure.connect_ms is not None
    assert failure.duration_ms is not None
    assert failure.duration_ms >= 290


async def test_a_dripping_head_ends_with_the_deadline(client: Client, listen: Listen) -> None:
    async def script(connection: Connection) -> None:
        for octet in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 10_000:
            await connection.send(bytes([octet]))
            await asyncio.sleep(0.01)

    server = await listen(script)
    assert (await failed(client, Request("GET", server.url()))).code == "no_answer"


async def test_a_body_that_nobody_takes_ends_with_the_deadline(
    client: Client, listen: Listen
) -> None:
    release = asyncio.Event()

    async def script(connection: Connection) -> None:
        connection.writer.transport.pause_reading()  # type: ignore[attr-defined]
        await release.wait()

    server = await listen(script)
    request = Request("POST", server.url(), body=b"x" * 30_000_000)
    assert (await failed(client, request)).code == "no_answer"
    release.set()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "closed"),
        (b"HTTP/1.1 200 OK\r\nX: y", "closed"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "not_http"),
        (b"220 mail.example ESMTP\r\n", "not_http"),
        (b"-ERR wrong number of arguments\r\n", "not_http"),
        (b"\x00" * 100 + b"\r\n\r\n", "not_http"),
        (b"\x15\x03\x01\x00\x02\x02\x46\r\n\r\n", "not_http"),
        (b"HTTP/1.1 abc\r\n\r\n", "bad_answer"),
        (b"HTTP/1.1 101 Go\r\nUpgrade: x\r\n\r\nnot http", "bad_answer"),
        (b"HTTP/1.1 200 OK\r\nbad header\r\n\r\n", "bad_answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "bad_answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "bad_answer"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "bad_answer"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300_000, "head_too_large"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000, "head_too_large"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 50_000, "head_too_large"),
    ],
    ids=range(16),
)
async def test_answers_that_are_none(raw: bytes, code: str, client: Client, listen: Listen) -> None:
    server = await listen(answering(raw))
    failure = await failed(client, Request("POST", server.url()), Limits(total_seconds=20))
    assert failure.code == code
    assert failure.sentence.endswith((".", "`."))


async def test_a_reset_is_told_as_a_close(client: Client, listen: Listen) -> None:
    async def script(connection: Connection) -> None:
        await connection.request()
        connection.writer.transport.abort()

    server = await listen(script)
    assert (await failed(client, Request("POST", server.url()))).code == "closed"


async def test_what_speaks_tls_gets_a_hint(client: Client, listen: Listen) -> None:
    server = await listen(answering(b"\x15\x03\x03\x00\x02\x02\x46\r\n\r\n"))
    failure = await failed(client, Request("GET", server.url()))
    assert failure.sentence.endswith("does not answer in HTTP. Try `https://`.")


async def test_nothing_listens(client: Client, listen: Listen) -> None:
    failure = await failed(client, Request("GET", "http://127.0.0.1:1/"))
    assert failure.code == "refused"
    assert failure.sentence == ("Nothing listens on 127.0.0.1:1. Is your app running on that port?")


async def test_no_connection_within_the_time(client: Client) -> None:
    with socket.socket() as full, socket.socket() as filling:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        filling.connect(full.getsockname())  # Linux drops what comes after it
        port = full.getsockname()[1]
        limits = Limits(connect_seconds=0.2, total_seconds=5)
        failure = await failed(client, Request("GET", f"http://localhost:{port}/"), limits)
    assert failure.code == "no_connection"
    assert failure.sentence.endswith(
        f"127.0.0.1:{port} within 0.2 s. A firewall, or the wrong port."
    )
    assert failure.connect_ms is None


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_cancelling_closes_the_socket(scheme: str, client: Client, listen: Listen) -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def script(connection: Connection) -> None:
        await connection.reader.read(100)
        began.set()
        await connection.silence()
        ended.set()

    server = await listen(script)
    task = asyncio.create_task(client.exchange(Request("GET", server.url(scheme=scheme))))
    async with asyncio.timeout(5):
        await began.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await ended.wait()


async def test_what_cannot_be_sent_is_never_tried(client: Client, listen: Listen) -> None:
    server = await listen()
    failure = await failed(client, Request("GET", server.url(), Headers([("A", "b\nc")])))
    assert failure.code == "bad_header_value"
    assert server.connections == 0
