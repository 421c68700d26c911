"""Form fields and query strings as names and values, in order, what is not text made visible."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from requestbin.inspection.content import Content
from requestbin.inspection.formats.format import MAX_TEXT_BYTES, cut_note
from requestbin.inspection.shapes import Field, Fields

MAX_FIELDS = 1000


class Form:
    """The body of an HTML form (WHATWG URL standard, application/x-www-form-urlencoded)."""

    slug, name = "form", "Fields"

    def fit(self, content: Content) -> float:
        """Go by the media type, which `curl -d` also gives to JSON."""
        if content.media_type != "application/x-www-form-urlencoded":
            return 0.0
        return 0.5 if content.data[:64].lstrip()[:1] in (b"{", b"[") else 1.0

    def shape(self, content: Content, start: int) -> Fields:
        """Return every field."""
        head = content.data[:MAX_TEXT_BYTES]
        found = fields_of(head)
        cut = len(found) > MAX_FIELDS or len(head) < len(content.data)
        note = cut_note(f"the first {min(len(found), MAX_FIELDS):,} fields") if cut else ""
        return Fields(found[:MAX_FIELDS], note)


def fields_of(query: bytes) -> list[Field]:
    """Split `a=1&b=2` into fields; bytes that are no UTF-8 are written as `\\xff`."""
    parts = [part.partition(b"=") for part in query.split(b"&", MAX_FIELDS + 1) if part]
    return [
        Field(_plain(name), _plain(value), "" if equals else "no value")
        for name, equals, value in parts
    ]


def _plain(encoded: bytes) -> str:
    return unquote_to_bytes(encoded.replace(b"+", b" ")).decode("utf-8", "backslashreplace")
