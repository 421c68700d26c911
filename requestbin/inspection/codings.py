"""Content encodings undone, one after another and all of them bounded: what a sender compressed."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import brotli
import zstandard

MAX_DECODED_BYTES = 10 * 1024 * 1024
"""80 bytes of Brotli can hold 50 MB, a few KB of gzip gigabytes."""
MAX_CODINGS = 5
MAX_WINDOW_BYTES = 8 * 1024 * 1024
"""Of Zstandard, as RFC 9659 section 3 bounds it for HTTP: a frame may ask for gigabytes."""
MAX_NAME = 40

Decoder = Callable[[bytes], tuple[bytes, bool]]
"""Compressed bytes to at most MAX_DECODED_BYTES, and whether their end was reached."""

BROKEN = (zlib.error, brotli.error, zstandard.ZstdError)


@dataclass(frozen=True, slots=True)
class Undone:
    """A body with its codings undone: `names` are those, in the order in which they were applied.

    `problem` is a sentence on what could not be undone, or is not all there.
    """

    data: bytes
    names: tuple[str, ...] = ()
    problem: str = ""


def undo(field: str, body: bytes) -> Undone:
    """Undo the codings of a Content-Encoding value (RFC 9110 section 8.4), the last one first.

    It stops at the first that it does not know or that is not what it says; never raises.
    """
    named = [name for part in field.split(",") if (name := part.strip().lower())]
    listed = [name for name in named if name != "identity"]
    if len(listed) > MAX_CODINGS:
        return Undone(body, problem=f"Shown as sent: it names {len(listed)} content encodings.")
    undone: list[str] = []
    data, problem = body, ""
    while listed and data:
        name = listed.pop()
        try:
            data, cut = _decoded(name, data)
        except _Refused as reason:
            return Undone(data, tuple(undone), _left(undone, str(reason)))
        undone.insert(0, name)
        problem = problem or cut
    return Undone(data, tuple(undone), problem)


class _Refused(Exception):
    """Why a coding cannot be undone, as the end of a sentence."""


def _decoded(name: str, data: bytes) -> tuple[bytes, str]:
    """Return what a coding held, and what is missing of it, "" for nothing."""
    decode = DECODERS.get(name)
    if decode is None:
        raise _Refused(f"has the content encoding “{name[:MAX_NAME]}”, which is not one we undo.")
    try:
        decoded, ended = decode(data)
    except BROKEN:
        raise _Refused(f"claims to be {name}, and is not.") from None
    if not ended and not decoded:
        raise _Refused(f"is {name} of which too little came to undo it.")
    return decoded, "" if ended else _cut(name, len(decoded))


def _left(undone: list[str], reason: str) -> str:
    if undone:
        return f"Undone as far as {undone[0]}: what was inside {reason}"
    return f"Shown as sent: it {reason}"


def _cut(name: str, size: int) -> str:
    if size >= MAX_DECODED_BYTES:
        return f"Unfolds to more than {MAX_DECODED_BYTES // 1024**2} MB: this is the beginning."
    return f"Its {name} stops in the middle: this is what there is of it."


def _gunzip(body: bytes) -> tuple[bytes, bool]:
    """A gzip file may have several members (RFC 1952 section 2.2): log shippers send them so."""
    parts: list[bytes] = []
    room = MAX_DECODED_BYTES
    while True:
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            part = member.decompress(body, room)
        except zlib.error:
            if not parts:
                raise
            return b"".join(parts), True  # zeros or rubbish after the last member: ignored by gzip
        parts.append(part)
        room -= len(part)
        body = member.unused_data
        if not member.eof or not body or not room:
            return b"".join(parts), member.eof and not body


def _inflate(body: bytes) -> tuple[bytes, bool]:
    try:
        return _inflated(body, zlib.MAX_WBITS)
    except zlib.error:  # many senders leave out the zlib wrapper that RFC 9110 asks for
        return _inflated(body, -zlib.MAX_WBITS)


def _inflated(body: bytes, window: int) -> tuple[bytes, bool]:
    stream = zlib.decompressobj(window)
    return stream.decompress(body, MAX_DECODED_BYTES), stream.eof


def _unbrotli(body: bytes) -> tuple[bytes, bool]:
    stream = brotli.Decompressor()
    data = stream.process(body, output_buffer_limit=MAX_DECODED_BYTES)
    return data[:MAX_DECODED_BYTES], stream.is_finished() and len(data) <= MAX_DECODED_BYTES


def _unzstd(body: bytes) -> tuple[bytes, bool]:
    announced = zstandard.frame_content_size(body)  # of the first frame; -1 where it does not say
    context = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES)
    with context.stream_reader(body, read_across_frames=True) as stream:
        data = stream.read(MAX_DECODED_BYTES + 1)
    return data[:MAX_DECODED_BYTES], announced <= len(data) <= MAX_DECODED_BYTES


DECODERS: dict[str, Decoder] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
