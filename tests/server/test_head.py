"""Heads as pure bytes: what is kept, what is refused, and that nothing else ever happens."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from requestbin.server.head import Head, Reader, parse
from requestbin.server.limits import Limits
from requestbin.server.refusal import Refusal

SMALL = Limits(target_bytes=100, head_bytes=300, header_count=5)


def head(*lines: bytes) -> Head:
    return parse(b"".join(line + b"\r\n" for line in lines))


def refused(*lines: bytes) -> int:
    with pytest.raises(Refusal) as caught:
        head(*lines)
    return caught.value.response.status


def test_names_keep_case_order_duplicates_and_underscores() -> None:
    read = head(b"POST /x HTTP/1.1", b"X-B: 1", b"x_under: 2", b"x-b:3", b"X-a:  4\t ", b"E:")
    assert read.pairs == (
        (b"X-B", b"1"), (b"x_under", b"2"), (b"x-b", b"3"), (b"X-a", b"4"), (b"E", b"")
    )  # fmt: skip


@pytest.mark.parametrize(
    "target",
    [
        b"/in/k%2Fx//y?", b"/in/k?", b"http://other/in/k", b"*", b"host:443",
        b"/in/caf\xc3\xa9", b"/in/\xff", b"/in/k#f", b"/in/k?a=|^\"<>\\{}`",
    ],
)  # fmt: skip
def test_targets_stay_raw(target: bytes) -> None:
    assert head(b"GET " + target + b" HTTP/1.1").target == target


@pytest.mark.parametrize("value", [b"caf\xe9", b"a\tb", b"a  b", b"\x01\x7f", b'"', b"a: b, c"])
def test_values_stay_raw(value: bytes) -> None:
    assert head(b"GET / HTTP/1.1", b"X: " + value).pairs == ((b"X", value),)


@pytest.mark.parametrize("method", [b"PROPFIND", b"invented", b"M-SEARCH", b"!#$%&'*+-.^_`|~09"])
def test_every_token_is_a_method(method: bytes) -> None:
    assert head(method + b" / HTTP/1.1").method == method


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([b"GET / HTTP/1.1", b"X : 1"], 400),
        ([b"GET / HTTP/1.1", b": 1"], 400),
        ([b"GET / HTTP/1.1", b"no colon"], 400),
        ([b"GET / HTTP/1.1", b" X: 1"], 400),
        ([b"GET / HTTP/1.1", b"X: 1", b" folded"], 400),
        ([b"GET / HTTP/1.1", b"X: a\x00b"], 400),
        ([b"GET / HTTP/1.1", b"X: a\nY: b"], 400),
        ([b"GET / HTTP/1.1", b"X: a\rY: b"], 400),
        ([b"GET / HTTP/1.1", b"X\xe9: a"], 400),
        ([b"GET /\x00 HTTP/1.1"], 400),
        ([b"GET /a b HTTP/1.1"], 400),
        ([b"GET  / HTTP/1.1"], 400),
        ([b"GET /"], 400),
        ([b"G@T / HTTP/1.1"], 400),
        ([b"GET / http/1.1"], 400),
        ([b"GET / HTTP/1.10"], 400),
        ([b"GET / HTTP/2.0"], 505),
        ([b"PRI * HTTP/2.0"], 505),
        ([b"POST / HTTP/1.1", b"Content-Length: 1", b"Content-Length: 1"], 400),
        ([b"POST / HTTP/1.1", b"Content-Length: 1, 1"], 400),
        ([b"POST / HTTP/1.1", b"Content-Length: +1"], 400),
        ([b"POST / HTTP/1.1", b"Content-Length: 0x1"], 400),
        ([b"POST / HTTP/1.1", b"Content-Length:"], 400),
        ([b"POST / HTTP/1.1", b"Content-Length: " + b"9" * 19], 400),
        ([b"POST / HTTP/1.1", b"Content-Length: \xb2"], 400),
        ([b"POST / HTTP/1.1", b"Content-Length: 1", b"Transfer-Encoding: chunked"], 400),
        ([b"POST / HTTP/1.1", b"Transfer-Encoding: chunked", b"content-length: 1"], 400),
        ([b"POST / HTTP/1.0", b"Transfer-Encoding: chunked"], 400),
        ([b"POST / HTTP/1.1", b"Transfer-Encoding: gzip, chunked"], 501),
        ([b"POST / HTTP/1.1", b"Transfer-Encoding: xchunked"], 501),
        ([b"POST / HTTP/1.1", b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"], 501),
        ([b"POST / HTTP/1.1", b"Transfer-Encoding: identity"], 501),
    ],
)
def test_what_is_malformed_or_ambiguous_is_refused(lines: list[bytes], status: int) -> None:
    assert refused(*lines) == status


@pytest.mark.parametrize(
    ("lines", "length", "keep_alive", "expects"),
    [
        ([b"GET / HTTP/1.1"], 0, True, False),
        ([b"GET / HTTP/1.0"], 0, False, False),
        ([b"GET / HTTP/1.1", b"Connection: Close"], 0, False, False),
        ([b"GET / HTTP/1.1", b"Connection: x", b"connection: a,close"], 0, False, False),
        ([b"GET / HTTP/1.1", b"Connection: closed"], 0, True, False),
        ([b"POST / HTTP/1.1", b"Content-Length: 007"], 7, True, False),
        ([b"POST / HTTP/1.1", b"TRANSFER-ENCODING: Chunked"], None, True, False),
        ([b"POST / HTTP/1.1", b"Content-Length: 1", b"Expect: 100-Continue"], 1, True, True),
        ([b"POST / HTTP/1.0", b"Content-Length: 1", b"Expect: 100-continue"], 1, False, False),
    ],
)
def test_framing(lines: list[bytes], length: int | None, keep_alive: bool, expects: bool) -> None:
    read = head(*lines)
    assert (read.length, read.keep_alive, read.expects_continue) == (length, keep_alive, expects)


@pytest.mark.parametrize("size", [99, 100, 101])
def test_the_longest_target(size: int) -> None:
    buffer = b"GET " + b"/" * size + b" HTTP/1.1\r\n\r\n"
    if size <= SMALL.target_bytes:
        assert Reader(SMALL).take(buffer)[0] is not None
    else:
        assert _status(SMALL, buffer) == 414


@pytest.mark.parametrize("size", [299, 300, 301])
def test_the_largest_head(size: int) -> None:
    frame = b"GET / HTTP/1.1\r\nX: %s\r\n\r\n"
    buffer = frame % (b"x" * (size - len(frame) + 2))
    assert len(buffer) == size
    if size <= SMALL.head_bytes:
        assert Reader(SMALL).take(buffer)[0] is not None
    else:
        assert _status(SMALL, buffer) == 431


@pytest.mark.parametrize("count", [5, 6])
def test_the_most_fields(count: int) -> None:
    buffer = b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * count + b"\r\n"
    if count <= SMALL.header_count:
        assert Reader(SMALL).take(buffer)[0] is not None
    else:
        assert _status(SMALL, buffer) == 431


@pytest.mark.parametrize(
    ("beginning", "status"),
    [
        (b"\x16\x03\x01\x02\x00", 400),
        (b"\n", 400),
        (b"GET /" + b"x" * 2000, 414),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 300, 431),
    ],
)
def test_a_hopeless_beginning_is_refused_at_once(beginning: bytes, status: int) -> None:
    assert _status(SMALL, beginning) == status


def test_line_ends_before_a_head_are_skipped() -> None:
    read, rest = Reader(SMALL).take(b"\r\n\r\nGET / HTTP/1.1\r\n\r\nmore")
    assert read is not None
    assert (read.method, rest) == (b"GET", b"more")


@given(st.integers(1, 40))
def test_a_head_may_arrive_in_pieces(step: int) -> None:
    whole = b"GET /a HTTP/1.1\r\nHost: h\r\nX-Y: z\r\n\r\n"
    reader, buffer = Reader(Limits()), b""
    for start in range(0, len(whole), step):
        read, buffer = reader.take(buffer + whole[start : start + step])
        assert reader.waiting == (read is None)
    assert read is not None
    assert read.pairs == ((b"Host", b"h"), (b"X-Y", b"z"))


@given(st.binary(max_size=400))
@example(b"GET / HTTP/1.1\r\n\r\n")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    status = 0
    try:
        read, rest = Reader(SMALL).take(data)
    except Refusal as refusal:
        status = refusal.response.status
    assert 400 <= status < 600 if status else read is not None or data.endswith(rest)


token = st.text("!#$%&'*+-.^_`|~09azAZ", min_size=1, max_size=12).map(str.encode)
value = st.binary(max_size=20).map(lambda raw: raw.translate(None, b"\r\n\0").strip(b" \t"))
names = token.filter(lambda name: name.lower() not in (b"content-length", b"transfer-encoding"))


@given(token, st.lists(st.tuples(names, value), max_size=8))
def test_what_is_written_is_what_is_read(method: bytes, pairs: list[tuple[bytes, bytes]]) -> None:
    block = method + b" /in/k HTTP/1.1\r\n" + b"".join(b"%s: %s\r\n" % pair for pair in pairs)
    read = parse(block)
    assert (read.method, read.pairs) == (method, tuple(pairs))


def _status(limits: Limits, buffer: bytes) -> int:
    with pytest.raises(Refusal) as caught:
        Reader(limits).take(buffer)
    return caught.value.response.status
