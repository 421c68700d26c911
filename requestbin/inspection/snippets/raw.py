"""The request as text for the HTTP clients of JetBrains' editors and VS Code (`.http` files)."""

from __future__ import annotations

import re

from requestbin.http import Captured, Pair
from requestbin.inspection.snippets.shell import pasted
from requestbin.inspection.snippets.snippet import (
    BODY_FILE,
    FROM_FILE,
    MAX_INLINE_BYTES,
    Snippet,
    encoded,
    fields_of,
)

_MEANS_MORE = re.compile(r"^(?:###|<|>|\?|\{%)|\{\{", re.MULTILINE)
"""In a body: the next request, a file, a script, a reference, a variable."""
_VARIABLE = "{{"


def raw(captured: Captured, url: str) -> Snippet:
    """Return the request as the text of an `.http` file, to `url` (latin-1 text).

    The file is UTF-8 and its lines end as they like, so that a body which is more than lines of
    text comes from the file of the body download.
    """
    pairs, notes = fields_of(captured, "a text file", _is_text)
    if notes:
        notes.append("“Download the request” has all of it as it was on the wire.")
    line = f"{captured.method} {encoded(url)} HTTP/1.1"
    fields = [f"{name.decode()}: {value.decode()}".rstrip() for name, value in pairs]
    if encoded(url) != url:
        notes.append("The target is in ASCII here, encoded where it was not.")
    if _VARIABLE in "\n".join([line, *fields]):
        notes.append("Editors take what stands in double braces for a variable.")
    body = _body(captured.body)
    notes += [FROM_FILE] if body.startswith("< ") else []
    return Snippet("\n".join([line, *fields, "", body]), tuple(notes))


def _is_text(pair: Pair) -> bool:
    return all(octets.isascii() and octets.decode().isprintable() for octets in pair)


def _body(body: bytes) -> str:
    text = pasted(body) if len(body) <= MAX_INLINE_BYTES else None
    if text is None or text != text.strip() or _MEANS_MORE.search(text):
        return f"< ./{BODY_FILE}" if body else ""
    return text
