"""The curl command that sends a captured request again, byte for byte."""

from __future__ import annotations

import shlex

from requestbin.http import Captured, Pair
from requestbin.inspection.snippets.shell import command, pasted, word
from requestbin.inspection.snippets.snippet import (
    BODY_FILE,
    FROM_FILE,
    MAX_INLINE_BYTES,
    Snippet,
    encoded,
    fields_of,
    target_of,
)

ADDED_BY_CURL = ("User-Agent", "Accept")
ASKS_ABOVE_BYTES = 1024 * 1024
"""Of a body: above it curl sends `Expect: 100-continue`."""


def curl(captured: Captured, url: str) -> Snippet:
    """Return a curl command that sends the request as it was, to `url` (latin-1 text).

    A body that no command line can hold stands as `@body.bin`, for the file of the body download.
    """
    pairs, notes = fields_of(captured, "curl", lambda pair: not pair[0].startswith(b"@"))
    lines = [f"-H {line}" for line in _header_words(captured, pairs)]
    if captured.body:
        body = _body(captured.body)
        lines.append(f"--data-binary {body}")
        notes += [FROM_FILE] if body == f"@{BODY_FILE}" else []
    head = ["curl", *_method(captured), "--path-as-is", "--globoff", *_address(url)]
    return Snippet(command(head, lines), tuple(notes))


def _method(captured: Captured) -> list[str]:
    if captured.method == "HEAD" and not captured.body:
        return ["--head"]
    return ["-X", shlex.quote(captured.method)]


def _address(url: str) -> list[str]:
    """curl drops what follows a `#` and encodes what is not ASCII, but not in a request target."""
    ascii_url = encoded(url)
    if ascii_url == url:
        return [shlex.quote(url)]
    return [shlex.quote(ascii_url), "--request-target", word(target_of(url).encode("latin-1"))]


def _header_words(captured: Captured, pairs: list[Pair]) -> list[str]:
    added = [*ADDED_BY_CURL, *(["Content-Type"] if captured.body else [])]
    if len(captured.body) > ASKS_ABOVE_BYTES:
        added.append("Expect")
    names = {name.lower() for name, _ in pairs}
    unset = [f"{name}:" for name in added if name.lower().encode() not in names]
    return [word(_line(pair)) for pair in pairs] + [shlex.quote(each) for each in unset]


def _line(pair: Pair) -> bytes:
    name, value = pair
    return name + b": " + value if value else name + b";"


def _body(body: bytes) -> str:
    text = pasted(body) if len(body) <= MAX_INLINE_BYTES else None
    if text is None or text.startswith("@"):
        return f"@{BODY_FILE}"
    return shlex.quote(text)
