"""The Python program that sends a captured request again with httpx, byte for byte."""

from __future__ import annotations

import base64
import json
import textwrap

from requestbin.http import Captured, Pair
from requestbin.inspection.snippets.snippet import (
    BODY_FILE,
    FROM_FILE,
    MAX_INLINE_BYTES,
    Snippet,
    as_text,
    encoded,
    fields_of,
    is_plain,
    target_of,
)

MAX_LITERAL_LINES = 200
PROGRAM = """\
{imports}

request = httpx.Request(
    {method},
    {url},
{arguments})
{remainder}with httpx.Client() as client:
    response = client.send(request)
print(response.status_code, response.text)
"""


def python(captured: Captured, url: str) -> Snippet:
    """Return a program that sends the request as it was, to `url` (latin-1 text)."""
    pairs, notes = fields_of(captured, "httpx")
    target, remarks = target_argument(url)
    arguments = [headers_argument(pairs), body_argument(captured.body), target]
    text = PROGRAM.format(
        imports="\n".join([*imports_of(captured.body), "import httpx"]),
        method=string(captured.method),
        url=string(encoded(url)),
        arguments=textwrap.indent("".join(filter(None, arguments)), "    "),
        remainder=method_again(captured.method),
    )
    return Snippet(text, (*notes, *remarks, *body_notes(captured.body)))


def method_again(method: str, indent: str = "") -> str:
    """Return the line that keeps a method in small letters."""
    if method == method.upper():
        return ""
    return f"{indent}request.method = {string(method)}  # httpx has put it in capitals\n"


def target_argument(url: str) -> tuple[str, list[str]]:
    """Return the argument that keeps httpx from rewriting the target, and what it still does."""
    target = target_of(url)
    if is_plain(target):
        return "", []
    if not target.isascii() or not target.isprintable() or " " in target:
        return "", ["httpx encodes what is not ASCII in the target."]
    return f'extensions={{"target": {target.encode()!a}}},\n', []


def headers_argument(pairs: list[Pair]) -> str:
    """Return the argument with the header pairs, in their order."""
    if not pairs:
        return ""
    lines = "".join(f"    ({_text(name)}, {_text(value)}),\n" for name, value in pairs)
    return f"headers=[\n{lines}],\n"


def _text(octets: bytes) -> str:
    text = octets.decode("latin-1")
    return string(text) if text.isascii() and text.isprintable() else ascii(octets)


def string(text: str) -> str:
    """Return a Python literal of a text."""
    return json.dumps(text)


def imports_of(body: bytes) -> list[str]:
    """Return the imports that the literal of a body needs, and an empty line after them."""
    if len(body) > MAX_INLINE_BYTES:
        return ["from pathlib import Path", ""]
    return ["from base64 import b64decode", ""] if body and as_text(body) is None else []


def body_argument(body: bytes) -> str:
    """Return the argument with the body; "" for none."""
    return f"content={body_literal(body)},\n" if body else ""


def body_literal(body: bytes) -> str:
    """Return an expression for a body: bytes as they are, base64, or the file of the download."""
    if len(body) > MAX_INLINE_BYTES:
        return f'Path("{BODY_FILE}").read_bytes()'
    if as_text(body) is None:
        lines = textwrap.wrap(base64.b64encode(body).decode(), 76)
        return "b64decode(\n" + "".join(f'    "{line}"\n' for line in lines) + ")"
    lines = [f"{line}\n" for line in body.decode().split("\n")]
    lines[-1] = lines[-1][:-1]
    if not 1 < len(lines) <= MAX_LITERAL_LINES:
        return ascii(body)
    return "(\n" + "".join(f"    {line.encode()!a}\n" for line in lines if line) + ")"


def body_notes(body: bytes) -> list[str]:
    """Return what is to be said of a body that does not stand in the program."""
    return [FROM_FILE] if len(body) > MAX_INLINE_BYTES else []
