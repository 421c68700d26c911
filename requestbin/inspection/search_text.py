"""The text that a search looks at, made once per capture instead of at every search."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from urllib.parse import unquote_to_bytes

from requestbin.inspection.content import Content
from requestbin.inspection.formats.form import fields_of

MAX_BODY_BYTES = 64 * 1024
MAX_HEAD_CHARACTERS = 32 * 1024


def search_text(
    method: str,
    target: bytes,
    headers: Iterable[Sequence[str]],
    content: Content,
    fields: str | None = None,
) -> tuple[str, bool]:
    """Return the text to search in, folded case and without NUL, and whether the body was cut.

    It has method, target (as sent and percent-decoded), header lines and the first MAX_BODY_BYTES
    of the body, content encoding undone; where the body escapes what it says (a form, `\\/` and
    `\\u00e9` in JSON), the plain text too. `headers` are (name, value) as latin-1 text, `fields` is
    what `search_fields` makes of the body.
    """
    lines = [f"{method} {target.decode('latin-1')}"]
    if b"%" in target:
        lines.append(_decoded(target))
    lines += [f"{name}: {value}" for name, value in headers]
    head = "\n".join(lines)[:MAX_HEAD_CHARACTERS]
    body, cut = content.text(MAX_BODY_BYTES)
    text = f"{head}\n\n{body}{_plain(content, body, fields)}"
    return text.casefold().replace("\x00", ""), cut


def query_pairs(target: bytes) -> str:
    """Return the query fields of a target as JSON `[[name, value], ...]`, in order, decoded."""
    query = target.partition(b"?")[2]
    if not query:
        return "[]"
    found = [(field.name, field.value) for field in fields_of(query)]
    return json.dumps([[part.replace("\x00", "\ufffd") for part in pair] for pair in found])


def _plain(content: Content, body: str, fields: str | None) -> str:
    if content.media_type == "application/x-www-form-urlencoded":
        escaped = content.data[:MAX_BODY_BYTES].replace(b"+", b" ")
        return f"\n{_decoded(escaped)}" if b"%" in escaped or b" " in escaped else ""
    return f"\n{fields}" if fields is not None and "\\" in body else ""


def _decoded(octets: bytes) -> str:
    return unquote_to_bytes(octets).decode("utf-8", "replace")
