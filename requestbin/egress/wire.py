"""What goes on the wire: without it, the preview of a request and what is sent could differ."""

from __future__ import annotations

import re

from requestbin.egress import url
from requestbin.egress.failures import unsendable
from requestbin.http import NO_HEADERS, Headers, Pair, Request

OF_ONE_CONNECTION = (
    "Connection",
    "Keep-Alive",
    "Proxy-Connection",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "TE",  # codespell:ignore te
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "HTTP2-Settings",
    "Expect",
)
"""Headers that speak to the next hop alone (RFC 9110 section 7.6.1). Expect counts among them: we
send the body without asking, and some servers answer 417 to what they cannot meet."""

FRAMING = (*OF_ONE_CONNECTION, "Content-Length")
"""What we write anew for our own connection, whatever was given."""

BODY_EXPECTED = frozenset({"POST", "PUT", "PATCH"})
"""Methods that say `Content-Length: 0` for an empty body (RFC 9110 section 8.6)."""

CLOSE: Pair = (b"Connection", b"close")

TOKEN = re.compile(rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(rb"[^\x00\n\x0b\x0c\r]*")


def as_sent(request: Request, hop: Headers = NO_HEADERS) -> Request:
    """Return `request` with every header that will be on the wire, in that order.

    Host comes first (as in the URL unless one was given), then the headers as they are, then
    Content-Length, then `Connection: close`: each exchange has a connection of its own
    (RFC 9112 section 9.3). `hop` says to the next hop something else instead: it replaces
    `Connection: close`, and Content-Length too where it names a Transfer-Encoding.
    Raises Unsendable.
    """
    _check_method(request.method)
    goal = url.parse(request.url)
    headers = request.headers.without(*FRAMING)
    pairs = [_checked(pair) for pair in headers.without("Host")]
    expected = request.body or request.method in BODY_EXPECTED
    if expected and b"Transfer-Encoding" not in hop:
        pairs.append((b"Content-Length", b"%d" % len(request.body)))
    pairs += hop or (CLOSE,)
    return Request(
        request.method, request.url, Headers.of([_host(headers, goal), *pairs]), request.body
    )


def _host(headers: Headers, goal: url.Url) -> Pair:
    given = [pair for pair in headers if pair[0].lower() == b"host"]
    if len(given) > 1:
        raise unsendable("hosts", count=len(given))
    return _checked(given[0]) if given else (b"Host", goal.authority.encode("ascii"))


def _check_method(method: str) -> None:
    if not method.isascii() or not TOKEN.fullmatch(method.encode("ascii")):
        raise unsendable("bad_method", method=_shown(method), why="one word, like POST")
    if method.upper() == "CONNECT":
        raise unsendable("bad_method", method=method, why="it opens a tunnel and carries no body")


def _checked(pair: Pair) -> Pair:
    name, value = pair
    value = value.strip(b" \t")  # white space round a value is not part of it (RFC 9110, 5.5)
    if not TOKEN.fullmatch(name):
        raise unsendable("bad_header_name", name=_shown(name.decode("latin-1")))
    if not _VALUE.fullmatch(value):
        raise unsendable("bad_header_value", name=name.decode("ascii"))
    return name, value


def _shown(text: str) -> str:
    printable = text.encode("unicode_escape").decode("ascii")
    return printable if len(printable) <= 60 else f"{printable[:60]}…"
