"""The parts of an upload, with their headers, names, types, and what is wrong with how it was cut.

Bodies are cut here, at one level: what the standard library's parser makes of parts within parts
took 34 s for 400 KB. Truncated bodies, bare line feeds and a missing end are read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from email.utils import collapse_rfc2231_value

from requestbin.http import Headers
from requestbin.inspection.content import SENSELESS, Content, Unreadable, media_type_of
from requestbin.inspection.parts.part import Part

MAX_PARTS = 200
MAX_HEAD_BYTES = 1024
"""Of a part's headers, whose parameters Python reads in quadratic time: worst case 1 ms a part."""

ENCODED = ("base64", "quoted-printable")
"""Transfer encodings that change the bytes (RFC 2045 section 6.1); the others only say that they
do not. RFC 7578 section 4.7 wants none in forms."""

_BLANK = re.compile(rb"[ \t]*")
_LINE_ENDS = (b"\r\n", b"\n", b"\r")
_LINE_END = rb"(?:\r\n|\n|\r(?!\n))"
_END_OF_HEAD = re.compile(rb"(?:\A|" + _LINE_END + rb")" + _LINE_END)
_FIRST_LINE_END = re.compile(rb"\A" + _LINE_END)
_HEADER_LINE = re.compile(rb"([^\r\n:]+):[ \t]*([^\r\n]*)")


@dataclass(frozen=True, slots=True)
class Cut:
    """A body cut at its boundary: the pieces between, and whether the last boundary was there."""

    pieces: list[bytes]
    ended: bool
    more: bool


class Multipart:
    """A body of several parts (RFC 2046 section 5.1, RFC 7578)."""

    def parts(self, content: Content) -> list[Part]:
        """List the parts in order."""
        if not is_multipart(content.media_type):
            return []
        cut = cut_at(content)
        return [_part(piece, content) for piece in cut.pieces]


def is_multipart(media_type: str) -> bool:
    """Tell whether a media type is one of those that have parts."""
    return media_type.startswith("multipart/")


def cut_at(content: Content) -> Cut:
    """Cut a body at the boundary that its type names. Raises Unreadable without one."""
    boundary = content.parameters.get("boundary", "")
    if not boundary:
        raise Unreadable("It is called multipart, but its type names no boundary.")
    pieces: list[bytes] = []
    ended = more = False
    start: int | None = None
    for at, end, last in _delimiters(content.data, boundary.encode("utf-8", "replace")):
        if start is not None:
            pieces.append(content.data[start:at])
        start, ended = end, last
        if ended or len(pieces) > MAX_PARTS:
            break
    if start is None:
        raise Unreadable("It is called multipart, but its boundary does not occur in it.")
    if not ended and content.data[start:].strip():
        pieces.append(content.data[start:])
    if len(pieces) > MAX_PARTS:
        pieces, more = pieces[:MAX_PARTS], True
    return Cut(pieces, ended, more)


def defects_of(content: Content, cut: Cut) -> tuple[str, ...]:
    """Say what is wrong with how a body was cut, for readers stricter than this one."""
    found = []
    if not cut.ended and not cut.more:
        found.append("It stops before its last boundary: the last part may be cut off.")
    if b"\r\n" not in content.data[: 64 * 1024] and b"\n" in content.data[: 64 * 1024]:
        found.append("Its lines end in LF alone. RFC 2046 asks for CRLF; some readers refuse it.")
    if not cut.pieces:
        found.append("It has no parts.")
    return tuple(found)


def _delimiters(body: bytes, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
    """Give where delimiters begin and end (RFC 2046 section 5.1.1), and whether each is the last.

    The line end before a delimiter belongs to it.
    """
    dashed, position = b"--" + boundary, 0
    while (found := body.find(dashed, position)) >= 0:
        position = found + len(dashed)
        before = _line_end_before(body, found)
        if before is None:
            continue
        last = body[position : position + 2] == b"--"
        end = position + 2 if last else position
        blank = _BLANK.match(body, end)
        end = blank.end() if blank else end
        if end == len(body) or body[end : end + 1] in (b"\r", b"\n"):
            yield before, end, last
            position = end


def _line_end_before(body: bytes, at: int) -> int | None:
    if at == 0:
        return 0
    ending = next((each for each in _LINE_ENDS if body.endswith(each, 0, at)), None)
    return None if ending is None else at - len(ending)


def _part(octets: bytes, whole: Content) -> Part:
    octets = _FIRST_LINE_END.sub(b"", octets, count=1)  # the end of the delimiter's line
    end = _END_OF_HEAD.search(octets)
    head, data = (octets[: end.start()], octets[end.end() :]) if end else (octets, b"")
    message = HeaderParser().parsestr(head[:MAX_HEAD_BYTES].decode("utf-8", "backslashreplace"))
    flags: tuple[str, ...] = (
        () if end else ("It has no empty line between its headers and its content.",)
    )
    coding = str(message.get("Content-Transfer-Encoding", "")).strip().lower()
    if coding in ENCODED:
        data = _decoded(message, data)
        flags += (f"It came in {coding}, decoded here: many readers of uploads leave it as it is.",)
    name, file_name, media_type, parameters = _labels(message)
    name = name or _plain(str(message.get("Content-ID", ""))).strip("<> ")
    how = "a file" if file_name else "a part"
    facts = (f"“{file_name}”" if file_name else "", media_type, f"{len(data):,} bytes")
    content = Content(data, media_type, parameters, arrived_at=whole.arrived_at)
    pairs = _HEADER_LINE.findall(head[: MAX_HEAD_BYTES * 4])
    return Part(name, how, content, tuple(filter(None, facts)), Headers.of(pairs), flags)


def _decoded(message: Message, data: bytes) -> bytes:
    message.set_payload(data.decode("latin-1"))
    decoded = message.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else data


def _labels(head: Message) -> tuple[str, str, str, dict[str, str]]:
    """Return name, file name, media type and its parameters as the part tells them."""
    media_type, parameters = media_type_of(str(head.get("Content-Type", "")))
    try:
        told = dict(head.get_params([], "content-disposition"))
    except SENSELESS:
        told = {}
    name, file_name = _plain(told.get("name", "")), _plain(told.get("filename", ""))
    return name, file_name, _plain(media_type), parameters


def _plain(value: str | tuple[str | None, str | None, str]) -> str:
    """A charset of the sender's choice may give halves of surrogates, which no page can hold."""
    try:
        return collapse_rfc2231_value(value).encode("utf-8", "replace").decode()
    except SENSELESS:
        return ""
