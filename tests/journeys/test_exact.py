"""Whatever a sender writes on the wire stays as it was: in the list, the downloads and a replay."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import serving
from tests.journeys.witness import Pair, Sent, Witness
from tests.serving import ended
from tests.targets import Target

MIB = 1024 * 1024
RANDOM = random.Random(20261122)
HOST = (b"Host", b"hooks.example.test:81")


def of_size(body: bytes, *pairs: Pair) -> list[Pair]:
    return [HOST, *pairs, (b"Content-Length", b"%d" % len(body))]


def post(body: bytes, *pairs: Pair, rest: bytes = b"{key}/hook") -> Sent:
    return Sent(b"POST", rest, of_size(body, *pairs), body)


def in_chunks(body: bytes, *pairs: Pair) -> Sent:
    cut = len(body) // 3
    pieces = [body[:cut], body[cut:-1], body[-1:]]
    raw = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
    fields = [HOST, *pairs, (b"Transfer-Encoding", b"chunked")]
    return Sent(b"POST", b"{key}/hook", fields, body, raw)


JSON = b'{"type":"order.paid","n":1.10,"n":1E5,"name":"\xc3\xa9"}'
ANY_OCTETS = RANDOM.randbytes(10 * MIB)
UPLOAD = (
    b'--xYz\r\nContent-Disposition: form-data; name="file"; filename="caf\xe9 \x22q.bin"\r\n'
    b"Content-Type: application/octet-stream\r\n\r\n\x00\x01\xff\r\n--not-xYz\r\n--xYz--\r\n"
)

SHAPES: dict[str, tuple[Sent, tuple[str, ...]]] = {
    "json": (post(JSON, (b"Content-Type", b"application/json")), ("order.paid", '"n"', "1.10")),
    "10 MiB of random bytes": (
        post(ANY_OCTETS, (b"content-type", b"application/octet-stream")),
        ("10,485,760 bytes", "Bytes 0 to 4,096"),
    ),
    "gzip": (
        post(gzip.compress(JSON, mtime=0), (b"Content-Encoding", b"gzip")),
        ("gzip, undone here", '"order.paid"'),
    ),
    "200 headers": (
        post(b"x", *[(b"X-Number-%d" % n, b"value %d" % n) for n in range(198)]),
        ("X-Number-0", "X-Number-197", "value 197", ">200<"),
    ),
    "duplicates in other letter case": (
        post(
            b"",
            (b"X-A", b"1"),
            (b"x-b", b"2"),
            (b"x-A", b"3"),
            (b"X-A", b"1"),
            (b"Cookie", b"a=1"),
            (b"Cookie", b"b=2"),
        ),
        ("x-A", "a=1", "b=2"),
    ),
    "names with underscores": (
        post(b"", (b"x_Under_score", b"1"), (b"HTTP_HOST", b"2"), (b"__", b"3")),
        ("x_Under_score", "HTTP_HOST"),
    ),
    "all that a header name may have": (
        post(b"", (b"!#$%&'*+-.^_`|~09azAZ", b"1")),
        ("^_`|~09azAZ",),
    ),
    "values in latin-1 and UTF-8": (
        post(
            b"",
            (b"X-Latin", b"caf\xe9 \xff\x80"),
            (b"X-Utf8", "日本".encode()),
            (b"X-Tab", b"a\t b"),
            (b"X-Nothing", b""),
        ),
        ("café", "X-Nothing"),
    ),
    "an empty body": (post(b""), ("no body", "Neither query nor body.")),
    "no body announced": (Sent(b"POST", b"{key}", [HOST], b""), ("no body",)),
    "chunks": (in_chunks(JSON, (b"Content-Type", b"text/plain")), ("Transfer-Encoding", "chunked")),
    "a form": (
        post(b"a=1&a=2&b=%00%ff&c", (b"Content-Type", b"application/x-www-form-urlencoded")),
        ("no value",),
    ),
    "an upload with a file name that is no UTF-8": (
        post(UPLOAD, (b"Content-Type", b'multipart/form-data; boundary="xYz"')),
        ("application/octet-stream",),
    ),
    "an invented method and a target that looks odd": (
        Sent(b"PURGE!", b"{key}/a%2Fb//c/../d;e|f^g?x=1&x=%zz&&=&?", [HOST], b""),
        ("PURGE!", "/a%2Fb//c/../d;e|f^g?x=1&x=%zz&&=&?"),
    ),
    "a question mark with nothing behind it": (post(b"1", rest=b"{key}?"), ("?",)),
    "the absolute form": (
        post(b"1", rest=b"http://hooks.example.test:81{key}/hook"),
        ("http://hooks.example.test:81/in/",),
    ),
    "a path in raw UTF-8": (post(b"1", rest=b"{key}/caf\xc3\xa9\xff"), ()),
    "line ends of all kinds": (post(b"\r\n\r\n\na\rb\r\n\x0b\x0c\x85\xe2\x80\xa8"), ()),
    "HEAD": (Sent(b"HEAD", b"{key}/health", [HOST], b""), ("HEAD",)),
    "OPTIONS": (Sent(b"OPTIONS", b"{key}/", [HOST], b""), ("OPTIONS",)),
    "GET with a body": (Sent(b"GET", b"{key}", of_size(b"body"), b"body"), ("GET",)),
    "DELETE with a body": (Sent(b"DELETE", b"{key}/1", of_size(b"\x00"), b"\x00"), ("DELETE",)),
}


@pytest.fixture(scope="module")
def witness(
    collected: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Witness]:
    server = serving(migrated, tmp_path_factory.mktemp("exact") / "data", (), {})
    with ended([server]):
        yield Witness(server, name="exact")
        assert "Traceback" not in server.output


@pytest.mark.parametrize("shape", SHAPES)
def test_it_stays_as_it_was(witness: Witness, shape: str, target: Target) -> None:
    sent, facts = SHAPES[shape]
    item = witness.send(sent)
    witness.is_told(item, sent)
    witness.is_given(item, sent)
    witness.is_shown(item, *facts)
    witness.is_replayed(item, sent, target)
