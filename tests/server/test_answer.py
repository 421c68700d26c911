"""Answers as bytes: framing is the server's, the rest stays, and no header ends its line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.http import Headers, Response
from requestbin.server import answer

DATE = b"Date: Sat, 21 Nov 2026 10:00:00 GMT\r\n"


def octets(response: Response, method: bytes = b"POST", keep_alive: bool = True) -> bytes:
    return answer.octets(response, method, DATE, keep_alive)


def test_the_whole_of_an_answer() -> None:
    response = Response(200, Headers([("X-B", "1"), ("x-a", "2"), ("X-B", "3")]), b"body")
    assert octets(response) == (
        b"HTTP/1.1 200 OK\r\nX-B: 1\r\nx-a: 2\r\nX-B: 3\r\n"
        + DATE
        + b"Content-Length: 4\r\n\r\nbody"
    )


@pytest.mark.parametrize(
    ("status", "method", "length", "body"),
    [
        (200, b"GET", b"3", b"abc"),
        (200, b"HEAD", b"3", b""),
        (204, b"GET", None, b""),
        (304, b"GET", None, b""),
        (205, b"GET", b"0", b""),
        (404, b"head", b"3", b"abc"),
    ],
)
def test_where_a_body_may_stand(
    status: int, method: bytes, length: bytes | None, body: bytes
) -> None:
    front, _, sent = octets(Response(status, body=b"abc"), method).partition(b"\r\n\r\n")
    told = re.findall(rb"Content-Length: (\d+)", front)
    assert (told, sent) == ([] if length is None else [length], body)


def test_framing_fields_of_the_response_are_dropped() -> None:
    fields = [("Content-Length", "99"), ("transfer-encoding", "chunked"), ("Connection", "x")]
    sent = octets(Response(200, Headers(fields), b"abc"), keep_alive=False)
    assert sent.endswith(DATE + b"Content-Length: 3\r\nConnection: close\r\n\r\nabc")
    assert sent.count(b"Content-Length") == 1
    assert b"chunked" not in sent


@pytest.mark.parametrize("status", [200, 418, 451, 599, 777])
def test_any_final_status(status: int) -> None:
    assert octets(Response(status)).startswith(b"HTTP/1.1 %d " % status)


@pytest.mark.parametrize(
    "response",
    [
        Response(100),
        Response(0),
        Response(1000),
        Response(200, Headers([("X", "a\r\nSet-Cookie: b=c")])),
        Response(200, Headers([("X\n", "a")])),
        Response(200, Headers([("X", "a\0")])),
        Response(200, Headers([("X", "a\rb")])),
    ],
)
def test_what_cannot_be_said_is_an_error(response: Response) -> None:
    with pytest.raises(ValueError, match=r"status|line"):
        octets(response)


@given(st.lists(st.tuples(st.binary(max_size=8), st.binary(max_size=8))))
def test_no_header_can_start_another(pairs: list[tuple[bytes, bytes]]) -> None:
    try:
        sent = octets(Response(200, Headers.of(pairs), b""))
    except ValueError:
        return
    assert sent.count(b"\n") == sent.count(b"\r\n") <= len(pairs) + 4
