"""A body as its headers describe it: media type, charset, content encoding undone, all bounded."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from functools import cached_property

from requestbin.http import Headers
from requestbin.inspection import charsets, codings

MAX_TYPE_CHARACTERS = 2048
"""Of a Content-Type, which Python reads in quadratic time: 120 KB took 15 s."""
MAX_TEXT_BYTES = 256 * 1024
"""What a page shows of a text: 256 KiB are up to 3 MB of markup."""

SENSELESS = (ValueError, LookupError, TypeError)
"""What Python's reader raises at RFC 2231 continuations that make no sense (`x*=a; x*1=b`)."""


class Unreadable(Exception):
    """These bytes are not what a format expects; the message is a sentence for people."""


@dataclass(frozen=True)
class Content:
    """The bytes to read, with what is known of them.

    `encoding` names the content encodings that were undone, `problem` says why one was not;
    `parameters` are those of the media type. `arrived_at` is what times in it are told against.
    At most the first `limit` bytes of a text are shown.
    """

    data: bytes
    media_type: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    problem: str = ""
    arrived_at: datetime | None = None
    limit: int = MAX_TEXT_BYTES

    @cached_property
    def named_charset(self) -> str:
        """Return the charset by byte order mark, else by header; "" where neither tells."""
        return charsets.marked(self.data) or charsets.known(self.parameters.get("charset", ""))

    @cached_property
    def charset(self) -> str:
        """Return the charset to read by: as it is told, else as it looks; "" for no text."""
        return self.named_charset or charsets.declared(self.data) or charsets.looks_like(self.data)

    @cached_property
    def is_text(self) -> bool:
        """Tell whether the beginning of the bytes reads as text."""
        if self.charset.startswith(("utf-16", "utf-32")):
            return True
        return bool(self.charset) and not charsets.has_controls(self.data)

    @property
    def remark(self) -> str:
        """Return what a reader should know of how the text was decoded, "" for nothing."""
        asked = self.parameters.get("charset", "")
        if asked and not charsets.known(asked) and self.data:
            return f"Its type names the charset “{asked[:40]}”, which is none that we know."
        told = charsets.known(asked) or charsets.declared(self.data)
        if self.charset == charsets.FALLBACK and not told:
            return "No charset is named, and it is no UTF-8: read as Windows-1252."
        return ""

    def text(self, limit: int, start: int = 0) -> tuple[str, bool]:
        """Return at most `limit` bytes from `start` on as text, and whether more follow.

        What the charset does not allow is replaced by U+FFFD.
        """
        piece = self.data[start : start + limit]
        charset = self.charset or "utf-8"
        if start and charset in ("utf-16", "utf-32"):  # its mark stands at the beginning alone
            charset = charsets.ordered(charset, self.data)
        decoder = codecs.getincrementaldecoder(charset)("replace")
        cut = start + len(piece) < len(self.data)
        return decoder.decode(piece, final=not cut), cut


def content_of(headers: Headers, body: bytes, arrived_at: datetime | None = None) -> Content:
    """Return a captured body with what its headers say of it; never raises."""
    media_type, parameters = media_type_of(headers.text("Content-Type"))
    undone = codings.undo(headers.text("Content-Encoding"), body)
    return Content(
        undone.data, media_type, parameters, ", ".join(undone.names), undone.problem, arrived_at
    )


def media_type_of(value: str) -> tuple[str, dict[str, str]]:
    """Split a Content-Type value (RFC 9110 section 8.3.1) into its type and its parameters."""
    value = value[:MAX_TYPE_CHARACTERS]
    message = Message()
    message["Content-Type"] = value
    media_type = value.partition(";")[0].strip().lower()
    try:
        pairs = message.get_params(failobj=[])[1:]
    except SENSELESS:
        return media_type, {}
    named = [(name.lower(), value) for name, value in pairs if name and isinstance(value, str)]
    return media_type, dict(named)
