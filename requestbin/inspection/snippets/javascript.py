"""The JavaScript that sends a captured request again with fetch, as far as fetch lets it be."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter

from requestbin.http import Captured, Pair
from requestbin.inspection.snippets.shell import comment
from requestbin.inspection.snippets.snippet import (
    BODY_FILE,
    FROM_FILE,
    MAX_INLINE_BYTES,
    Snippet,
    as_text,
    encoded,
    fields_of,
    target_of,
)

BODILESS = ("GET", "HEAD")
FORBIDDEN_METHODS = ("CONNECT", "TRACE", "TRACK")
PUT_IN_CAPITALS = ("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT")
"""WHATWG fetch, section 2.2.1: these, and no others."""
REFUSED_NAMES = (b"keep-alive", b"upgrade", b"sec-fetch-mode")
"""By Node's fetch, beside those that belong to the connection; the last it sets by itself."""
SET_BY_BROWSERS = re.compile(
    rb"(?:proxy-|sec-).*|accept-(?:charset|encoding)|cookie2?|date|dnt|origin|referer|te|trailer|via"
)
"""WHATWG fetch, section 2.2.2: forbidden request-headers."""

_REWRITTEN = re.compile(r"[^\x21-\x7e]|[\"#'<>\\^`{|}]|/(?:\.|%2e){1,2}(?:[/?]|$)", re.IGNORECASE)
"""WHATWG URL, sections 1.3 and 4.4: what is encoded, and segments that are folded."""

PROGRAM = """\
const response = await fetch({url}, {{
  method: {method},
  redirect: "manual",
{rest}}});
console.log(response.status, await response.text());
"""


def javascript(captured: Captured, url: str) -> Snippet:
    """Return a module that sends the request to `url` (latin-1 text), in Node or a browser."""
    if captured.method.upper() in FORBIDDEN_METHODS:
        sentence = f"fetch refuses the method {captured.method.upper()}."
        return Snippet(f"// {comment(sentence)}\n", (sentence,))
    pairs, notes = fields_of(captured, "fetch", _sendable)
    body = captured.body
    if body and captured.method.upper() in BODILESS:
        notes.append(f"fetch sends no body with {captured.method.upper()}: left out.")
        body = b""
    rest = _headers(pairs)
    if body:
        typed = any(name.lower() == b"content-type" for name, _ in pairs)
        rest += f"  body: {_body(body, typed)},\n"
        notes += [FROM_FILE] if len(body) > MAX_INLINE_BYTES else []
    notes += _other_notes(captured, url, pairs)
    text = PROGRAM.format(url=_quoted(encoded(url)), method=_quoted(captured.method), rest=rest)
    return Snippet(text, tuple(notes))


def _sendable(pair: Pair) -> bool:
    name, value = pair
    return name.lower() not in REFUSED_NAMES and not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", value)


def _headers(pairs: list[Pair]) -> str:
    if not pairs:
        return ""
    text = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs]
    lines = "".join(f"    [{_quoted(name)}, {_quoted(value)}],\n" for name, value in text)
    return f"  headers: [\n{lines}  ],\n"


def _body(body: bytes, typed: bool) -> str:
    """Bytes get no Content-Type from fetch; a string would, where none was sent."""
    if len(body) > MAX_INLINE_BYTES:
        return f'await (await import("node:fs/promises")).readFile("{BODY_FILE}")'
    text = as_text(body)
    if text is None:
        return f'Uint8Array.from(atob("{base64.b64encode(body).decode()}"), (c) => c.charCodeAt(0))'
    return _quoted(text) if typed else f"new TextEncoder().encode({_quoted(text)})"


def _quoted(text: str) -> str:
    """Return a string literal in ASCII that also stands in a page's script."""
    literal = json.dumps(text).replace("<", "\\u003c").replace("\x7f", "\\u007f")
    if '"' in text and "'" not in text:
        return "'" + literal[1:-1].replace('\\"', '"') + "'"
    return literal


def _other_notes(captured: Captured, url: str, pairs: list[Pair]) -> list[str]:
    notes = []
    names = [name.lower() for name, _ in pairs]
    if captured.method != captured.method.upper() and captured.method.upper() in PUT_IN_CAPITALS:
        notes.append("fetch writes the method in capitals.")
    if _REWRITTEN.search(target_of(url)):
        notes.append("fetch encodes and folds parts of the target in its own way.")
    if max(Counter(names).values(), default=0) > 1:
        notes.append("fetch joins headers of one name.")
    notes.append("fetch adds headers of its own, such as Sec-Fetch-Mode.")
    kept = sorted({name.decode("latin-1") for name in names if SET_BY_BROWSERS.fullmatch(name)})
    if kept:
        notes.append(f"Only Node sends these, browsers leave them out: {', '.join(kept[:5])}.")
    return notes
