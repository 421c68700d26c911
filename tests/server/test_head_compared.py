"""Heads read by us and by llhttp (httptools): what both accept, both read alike."""

from __future__ import annotations

import httptools
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from requestbin.server.head import Head, parse
from requestbin.server.refusal import Refusal

lines = st.sampled_from(
    [
        b"Host: h", b"X-A: b", b"x_a:", b"X-A:\tb \t", b"X A: b", b"X-A : b", b" X-A: b", b"X-A",
        b"X-A: \xff", b"X-A: a\x00", b"X-A: a\rb", b"X-A: a\nb", b"Content-Length: 3",
        b"Content-Length: 0", b"content-length:3", b"Content-Length: 3, 3", b"Content-Length: -1",
        b"Content-Length: 03", b"Content-Length: 3 ", b"Content-Length:", b"Content-Length: 0x3",
        b"Transfer-Encoding: chunked", b"Transfer-Encoding:chunked ", b"Transfer-Encoding: x",
        b"Transfer-Encoding: chunked, chunked", b"Transfer-Encoding: gzip, chunked",
        b"Transfer-Encoding\x0b: chunked", b"Connection: close", b"Connection: keep-alive, close",
    ]
)  # fmt: skip
starts = st.sampled_from(
    [b"POST /in/k HTTP/1.1", b"POST /in/k?a=%2F HTTP/1.0", b"GET http://h/in/k HTTP/1.1"]
)


class Other:
    """What llhttp made of a request."""

    def __init__(self, data: bytes) -> None:
        self.target = b""
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = b""
        self.complete = False
        self._parser = httptools.HttpRequestParser(self)
        self._parser.feed_data(data)
        self.method = self._parser.get_method()

    def on_url(self, part: bytes) -> None:
        self.target += part

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name, value.strip(b" \t")))

    def on_body(self, part: bytes) -> None:
        self.body += part

    def on_message_complete(self) -> None:
        self.complete = True


# Most heads are refused, by luck nearly all of the first: that is what they are for.
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(starts, st.lists(lines, max_size=5))
@example(b"POST /in/k HTTP/1.1", [b"Content-Length: 3", b"Transfer-Encoding: chunked"])
@example(b"POST /in/k HTTP/1.0", [b"Transfer-Encoding: chunked"])
def test_what_both_accept_both_read_alike(start: bytes, fields: list[bytes]) -> None:
    block = b"".join(line + b"\r\n" for line in (start, *fields))
    ours = read(block)
    assume(ours is not None)
    assert ours is not None
    body = b"3\r\nabc\r\n0\r\n\r\n" if ours.length is None else b"x" * ours.length
    try:
        other = Other(block + b"\r\n" + body)
    except httptools.HttpParserError:
        return  # stricter than we are
    assert (other.method, other.target) == (ours.method, ours.target)
    assert other.headers == list(ours.pairs)
    assert other.complete
    assert other.body == (b"abc" if ours.length is None else body)


def read(block: bytes) -> Head | None:
    try:
        return parse(block)
    except Refusal:
        return None
