"""The parts of an upload: names, file names, types, sizes, and the text of those that are text.

The standard library's email parser is the one of four that read truncated bodies, bare line feeds
and a missing end (measured), instead of dropping the part.
"""

from __future__ import annotations

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.format import KIB, cut_note
from requestbin.inspection.shapes import Field, Fields

MAX_BYTES = 512 * KIB
"""Worst case, a line end after every byte: 160 ms."""
MAX_PARTS = 200
MAX_VALUE_CHARACTERS = 2000


class Multipart:
    """A body of several parts (RFC 2046 section 5.1, RFC 7578)."""

    slug, name = "parts", "Parts"

    def fit(self, content: Content) -> float:
        """Go by the media type."""
        return 1.0 if content.media_type.startswith("multipart/") else 0.0

    def shape(self, content: Content, start: int) -> Fields:
        """List the parts in order."""
        boundary = content.parameters.get("boundary", "")
        if not boundary:
            raise Unreadable("It is called multipart, but its type names no boundary.")
        message = _parsed(content.media_type, boundary, content.data[:MAX_BYTES])
        parts = [part for part in message.iter_parts() if isinstance(part, EmailMessage)]
        if not parts:
            raise Unreadable("It is called multipart, but its boundary does not occur in it.")
        cut = len(content.data) > MAX_BYTES or len(parts) > MAX_PARTS
        note = cut_note("what the first 512 KB hold") if cut else ""
        return Fields([_field(part) for part in parts[:MAX_PARTS]], note)


def _parsed(media_type: str, boundary: str, body: bytes) -> EmailMessage:
    quoted = boundary.replace("\\", "\\\\").replace('"', '\\"')
    head = f'Content-Type: {media_type}; boundary="{quoted}"\r\n\r\n'
    message = BytesParser(policy=HTTP).parsebytes(head.encode("utf-8", "replace") + body)
    if not message.is_multipart():
        raise Unreadable("It is called multipart, but its boundary does not occur in it.")
    return message


def _field(part: EmailMessage) -> Field:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    media_type = str(part.get_content_type()) if "content-type" in part else ""
    file_name = part.get_filename()
    facts = [f"file “{file_name}”" if file_name else "", media_type, f"{len(data):,} bytes"]
    content = Content(data)
    value = content.text(MAX_VALUE_CHARACTERS)[0] if content.is_text else ""
    name = part.get_param("name", "", header="content-disposition")
    return Field(_readable(name), value, " · ".join(fact for fact in facts if fact))


def _readable(text: object) -> str:
    # The parser keeps bytes that are not ASCII as surrogates; senders mean UTF-8 by them.
    raw = str(text).encode("utf-8", "surrogateescape")
    return raw.decode("utf-8", "backslashreplace")
