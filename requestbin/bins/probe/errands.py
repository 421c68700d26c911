"""What a check sends: each errand is one request that something on the way is known to spoil."""

from __future__ import annotations

import base64
import gzip
import hashlib
import secrets
from dataclasses import dataclass

from requestbin.http import NO_HEADERS, Headers

KIB, MIB = 1024, 1024 * 1024

AGENT = ("User-Agent", "requestbin-probe (an instance that checks its own address)")
BINARY = ("Content-Type", "application/octet-stream")
CLOSE = ("Connection", "close")

UNDERSCORE, TWICE, LATIN, EMPTY = "x_probe_under", "X-Probe-Twice", "X-Probe-Latin", "X-Probe-Empty"
LONG = "X-Probe-Long"

ODD = (
    ("X-Probe-Case", "kept"),
    (TWICE, "first"),
    (UNDERSCORE, "kept"),
    (TWICE, "second"),
    (LATIN, "caf\xe9"),
)
"""What proxies are known to touch: letter case, duplicates, underscores and bytes above 0x7F."""

ODDER = ((EMPTY, ""), ("Authorization", "Bearer probe"))
ACCEPTS = ("Accept-Encoding", "identity")

ODD_PATH = "/a//b%2Fc"
ODD_QUERY = "?x=1&x=2&empty="
BODY_BYTES = 64 * KIB
LONG_VALUE_BYTES = 8 * KIB
LONG_TARGET_BYTES = 8 * KIB + 256

MADE_UP = "198.51.100.7"
"""An address that nobody has (RFC 5737), to be claimed in X-Forwarded-For."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One request: `rest` follows the key in the target, `hop` is said to the next hop alone."""

    method: str = "POST"
    rest: str = ""
    headers: Headers = NO_HEADERS
    body: bytes = b"probe"
    hop: Headers = NO_HEADERS


def errand(
    method: str = "POST",
    rest: str = "",
    *pairs: tuple[str, str],
    body: bytes = b"probe",
    hop: tuple[tuple[str, str], ...] = (),
) -> Errand:
    """Return an errand with the two headers that all have."""
    return Errand(method, rest, Headers((*pairs, BINARY, AGENT)), body, Headers(hop))


HELLO = errand()
"""As plain as can be: what does not let this through lets nothing through."""


def odd(max_body: int) -> Errand:
    """Return the quick test's one request, which holds what is spoiled most often."""
    return errand("POST", ODD_PATH + ODD_QUERY, *ODD, body=_random(max_body))


def random_body(max_body: int) -> Errand:
    """Return an errand whose body no compression makes smaller."""
    return errand("POST", "", body=_random(max_body))


HEADS = errand("POST", "", *ODD, *ODDER)
ODD_HEADS = {
    "a `_` in a header's name": errand("POST", "", (UNDERSCORE, "kept")),
    "bytes above 0x7F in a header": errand("POST", "", (LATIN, "caf\xe9")),
    "a header without a value": errand("POST", "", (EMPTY, "")),
    "the same header twice": errand("POST", "", (TWICE, "first"), (TWICE, "second")),
    "an `Authorization` header": errand("POST", "", ODDER[1]),
}
"""What is tried one by one where all of it together was refused."""

EXPECT = errand("POST", "", ACCEPTS, hop=(("Expect", "100-continue"), CLOSE))
LONG_HEAD = errand("POST", "", (LONG, "x" * LONG_VALUE_BYTES))
LONG_TARGET = errand("POST", "/long?x=" + "x" * LONG_TARGET_BYTES)

TARGETS = {
    "slashes": errand("POST", "/a//b"),
    "escaped": errand("POST", "/a%2Fb"),
    "recoded": errand("POST", "/%41%c3%a9~%7E!"),
    "dots": errand("POST", "/a/../b"),
    "query": errand("POST", "/q?x=a+b%20c&x=%2B&&y&="),
    "lone": errand("POST", "/q?"),
    "nul": errand("POST", "/a%00b"),
}

METHODS = {
    method: errand(method, "", body=b"probe" if method in ("PUT", "PATCH") else b"")
    for method in ("GET", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "REPORT")
}

PLAIN = b'{"probe": "' + b"x" * 4000 + b'"}'
ZIPPED = errand("POST", "", ("Content-Encoding", "gzip"), body=gzip.compress(PLAIN, mtime=0))
CHUNKED = errand("POST", "", body=PLAIN, hop=(("Transfer-Encoding", "chunked"), CLOSE))

CLAIMED_ADDRESS = errand("POST", "", ("X-Forwarded-For", MADE_UP))

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""RFC 6455 section 1.3."""


def upgrade(origin: str) -> tuple[Errand, bytes]:
    """Return the wish for a WebSocket from a page of `origin`, and the accept that answers it."""
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    pairs = (("Origin", origin), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", key))
    hop = (("Connection", "Upgrade"), ("Upgrade", "websocket"))
    wish = Errand("GET", "", Headers((*pairs, AGENT)), b"", Headers(hop))
    return wish, base64.b64encode(hashlib.sha1(f"{key}{_GUID}".encode()).digest())  # noqa: S324


def claimed_scheme(scheme: str) -> Errand:
    """Return an errand that claims to have been sent by `scheme`."""
    return errand("POST", "", ("X-Forwarded-Proto", scheme))


def sized(size: int) -> Errand:
    """Return an errand with a body of `size` bytes."""
    return errand("POST", "", body=bytes(size))


def _random(max_body: int) -> bytes:
    return secrets.token_bytes(min(BODY_BYTES, max_body))
