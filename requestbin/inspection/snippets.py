"""A captured request as a command or program that sends it again; a function for each language."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from urllib.parse import quote

from requestbin.http import Captured, Headers, Pair

MAX_INLINE_BYTES = 64 * 1024
"""A longer argument is refused by some systems (Linux takes 128 KiB)."""

MADE_BY_CURL = ("Content-Length", "Transfer-Encoding", "Connection", "Host", "Expect")
SENT_BY_CURL = ("User-Agent", "Accept")

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""A terminal acts on these when they are pasted, between quotes too: Ctrl+C ends the line, and what
follows it would be run. Line ends and tabs only stand there."""

_AS_IT_IS = "".join(map(chr, range(0x21, 0x7F))).replace("#", "")


def curl(captured: Captured, url: str) -> str:
    """Return a curl command that sends the request as it was, to `url` (latin-1 text).

    A body that no command line can hold stands as `@body.bin`, for the file of the body download.
    """
    head = ["curl", *_method(captured), "--path-as-is", "--globoff", *_address(url)]
    lines = [f"-H {_word(line)}" for line in _header_lines(captured)]
    if captured.body:
        lines.append(f"--data-binary {_body(captured.body)}")
    return " \\\n  ".join([" ".join(head), *lines])


def _method(captured: Captured) -> list[str]:
    if captured.method == "HEAD" and not captured.body:
        return ["--head"]
    return ["-X", shlex.quote(captured.method)]


def _address(url: str) -> list[str]:
    """curl drops what follows a `#` and encodes what is not ASCII, but not in a request target."""
    octets = url.encode("latin-1")
    encoded = quote(octets, safe=_AS_IT_IS)
    if encoded == url:
        return [shlex.quote(url)]
    target = b"/" + octets.split(b"/", 3)[3]
    return [shlex.quote(encoded), "--request-target", _word(target)]


def _header_lines(captured: Captured) -> list[bytes]:
    kept: Headers = captured.headers.without(*MADE_BY_CURL)
    added = [*SENT_BY_CURL, *(["Content-Type"] if captured.body else [])]
    return [_line(pair) for pair in kept] + [
        f"{name}:".encode() for name in added if name not in kept
    ]


def _line(pair: Pair) -> bytes:
    name, value = pair
    return name + b": " + value if value else name + b";"


def _word(octets: bytes) -> str:
    """Return bytes as one word of a shell; what cannot be pasted as it is is left to printf."""
    text = _pasted(octets)
    if text is not None:
        return shlex.quote(text)
    escaped = "".join(
        chr(octet) if 0x20 <= octet < 0x7F and octet != 0x5C else f"\\0{octet:03o}"
        for octet in octets
    )
    return f'"$(printf %b {shlex.quote(escaped)})"'


def _body(body: bytes) -> str:
    text = _pasted(body) if len(body) <= MAX_INLINE_BYTES else None
    if text is None or text.startswith("@"):
        return "@body.bin"
    return shlex.quote(text)


def _pasted(octets: bytes) -> str | None:
    """Return the text that gives these bytes when it is pasted into a terminal, None for none."""
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else text


SNIPPETS: dict[str, Callable[[Captured, str], str]] = {"curl": curl}
