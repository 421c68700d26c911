"""A body as its headers describe it: media type, charset, content encoding undone, all bounded."""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass, field
from email.message import Message

from requestbin.http import Headers

MAX_DECODED_BYTES = 10 * 1024 * 1024
"""A few KB of gzip can hold gigabytes."""
SNIFFED_BYTES = 4096
MAX_TYPE_CHARACTERS = 2048
"""Of a Content-Type, which Python reads in quadratic time: 120 KB took 15 s."""

CHARSETS = re.compile(
    r"(utf[-_]?(8|16|32).*|ascii|iso8859-\d+|cp\d+|latin-?1|koi8-[rtu]|shift_jis|euc_(jp|kr)"
    r"|gb2312|gbk|gb18030|big5|mac-roman)",
    re.IGNORECASE,
)
"""By the name that Python gives them. The header is the sender's word, and some codecs that Python
would take are no charsets (`unicode_escape`) or quadratic (`punycode`)."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SENSELESS = (ValueError, LookupError, TypeError)
"""What Python's reader raises at RFC 2231 continuations that make no sense (`x*=a; x*1=b`)."""

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # all that text does not have; ESC it may


class Unreadable(Exception):
    """These bytes are not what a format expects; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes to read. `encoding` names the content encoding that was undone, `problem` says why
    one was not; `parameters` are those of the media type."""

    data: bytes
    media_type: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    problem: str = ""

    @property
    def charset(self) -> str:
        """Return the charset by byte order mark, else by header, else "": it is not known."""
        for mark, name in BOMS:
            if self.data.startswith(mark):
                return name
        known = _known_charset(self.parameters.get("charset", ""))
        # Without a mark the least significant byte comes first (WHATWG encoding standard).
        return f"{known}-le" if known in ("utf-16", "utf-32") else known

    @property
    def is_text(self) -> bool:
        """Tell whether the beginning of the bytes reads as text."""
        head = self.data[:SNIFFED_BYTES]
        charset = self.charset
        if charset.startswith(("utf-16", "utf-32")):
            return True
        if _CONTROLS.search(head):
            return False
        return bool(charset) or _is_utf8(head)

    def text(self, limit: int) -> tuple[str, bool]:
        """Return at most the first `limit` bytes as text, and whether that was not all.

        What the charset does not allow is replaced by U+FFFD.
        """
        head = self.data[:limit]
        decoder = codecs.getincrementaldecoder(self.charset or "utf-8")("replace")
        cut = len(head) < len(self.data)
        return decoder.decode(head, final=not cut), cut


def content_of(headers: Headers, body: bytes) -> Content:
    """Return a captured body with what its headers say of it; never raises."""
    media_type, parameters = media_type_of(headers.text("Content-Type"))
    encoding = headers.text("Content-Encoding").strip().lower()
    if encoding in ("", "identity") or not body:
        return Content(body, media_type, parameters)
    decode = DECODERS.get(encoding)
    if decode is None:
        problem = f"Shown as sent: its content encoding “{encoding[:40]}” is not one we undo."
        return Content(body, "application/octet-stream", {}, problem=problem)
    try:
        return Content(decode(body), media_type, parameters, encoding)
    except zlib.error:
        problem = f"Shown as sent: it claims to be {encoding}, and is not."
        return Content(body, media_type, parameters, problem=problem)


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


def _gunzip(body: bytes) -> bytes:
    return _inflated(body, 16 + zlib.MAX_WBITS)


def _inflate(body: bytes) -> bytes:
    try:
        return _inflated(body, zlib.MAX_WBITS)
    except zlib.error:  # many senders leave out the zlib wrapper that RFC 9110 asks for
        return _inflated(body, -zlib.MAX_WBITS)


def _inflated(body: bytes, window: int) -> bytes:
    return zlib.decompressobj(window).decompress(body, MAX_DECODED_BYTES)


DECODERS = {"gzip": _gunzip, "x-gzip": _gunzip, "deflate": _inflate}


def _known_charset(name: str) -> str:
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return known if CHARSETS.fullmatch(known) else ""


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # a character cut at the end is fine
    except UnicodeDecodeError:
        return False
    return True
