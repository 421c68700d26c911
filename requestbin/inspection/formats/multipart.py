"""The parts of an upload: names, file names, types, sizes, and the text of those that are text.

Bodies are cut here, at one level: what the standard library's parser makes of parts within parts
took 34 s for 400 KB. Truncated bodies, bare line feeds and a missing end are read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import HeaderParser
from email.utils import collapse_rfc2231_value
from itertools import islice

from requestbin.inspection.content import SENSELESS, Content, Unreadable
from requestbin.inspection.formats.format import KIB, cut_note
from requestbin.inspection.shapes import Field, Fields

MAX_BYTES = 512 * KIB
MAX_PARTS = 200
MAX_HEAD_BYTES = KIB
"""Of a part's headers, whose parameters Python reads in quadratic time: worst case 1 ms a part."""
MAX_VALUE_CHARACTERS = 2000

_LINE_END = rb"(?:\r\n|\n|\r(?!\n))"
_END_OF_HEAD = re.compile(rb"(?:\A|" + _LINE_END + rb")" + _LINE_END)

Part = tuple[Message, bytes]
"""Its headers, and its content as it was before it was encoded for transfer."""


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
        cut_out = _between(content.data[:MAX_BYTES], boundary.encode("utf-8", "replace"))
        parts = list(islice(cut_out, MAX_PARTS + 1))
        if not parts:
            raise Unreadable("It is called multipart, but its boundary does not occur in it.")
        cut = len(content.data) > MAX_BYTES or len(parts) > MAX_PARTS
        note = cut_note("what the first 512 KB hold") if cut else ""
        return Fields([_field(*_part(octets)) for octets in parts[:MAX_PARTS]], note)


def _between(body: bytes, boundary: bytes) -> Iterator[bytes]:
    """Give what stands between the delimiters (RFC 2046 section 5.1.1), the last to the end where
    that is missing."""
    delimiter = re.compile(
        rb"(?:\A|" + _LINE_END + rb")--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\Z|(?=[\r\n]))"
    )
    start = None
    for found in delimiter.finditer(body):
        if start is not None:
            yield body[start : found.start()]
        start = found.end()
        if found[1]:
            return
    if start is not None and start < len(body):
        yield body[start:]


def _part(octets: bytes) -> Part:
    octets = re.sub(rb"\A" + _LINE_END, b"", octets, count=1)  # the end of the delimiter's line
    end = _END_OF_HEAD.search(octets)
    head, data = (octets[: end.start()], octets[end.end() :]) if end else (octets, b"")
    text = head[:MAX_HEAD_BYTES].decode("utf-8", "backslashreplace")
    message = HeaderParser().parsestr(text)
    if message.get("Content-Transfer-Encoding"):  # old mail clients do
        message.set_payload(data.decode("latin-1"))
        decoded = message.get_payload(decode=True)
        data = decoded if isinstance(decoded, bytes) else data
    return message, data


def _field(head: Message, data: bytes) -> Field:
    name, file_name, media_type = _labels(head)
    facts = [f"file “{file_name}”" if file_name else "", media_type, f"{len(data):,} bytes"]
    content = Content(data)
    value = content.text(MAX_VALUE_CHARACTERS)[0] if content.is_text else ""
    return Field(name, value, " · ".join(fact for fact in facts if fact))


def _labels(head: Message) -> tuple[str, str, str]:
    """Return name, file name and media type as the part tells them, "" where it does not."""
    media_type = head.get_content_type() if "content-type" in head else ""
    try:
        told = dict(head.get_params([], "content-disposition"))
    except SENSELESS:
        told = {}
    return _plain(told.get("name", "")), _plain(told.get("filename", "")), media_type


def _plain(value: str | tuple[str | None, str | None, str]) -> str:
    """A charset of the sender's choice may give halves of surrogates, which no page can hold."""
    try:
        return collapse_rfc2231_value(value).encode("utf-8", "replace").decode()
    except SENSELESS:
        return ""
