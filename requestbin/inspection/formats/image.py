"""Raster images, told by their first bytes and not by the sender's word; no SVG, for it can act."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.shapes import Picture

MAX_BYTES = 4 * 1024 * 1024
MAX_PIXELS = 40_000_000
"""A few KB of PNG can unfold to gigabytes in the browser."""

Extent = tuple[int, int]


class Image:
    """PNG, JPEG, GIF and WebP."""

    slug, name = "image", "Image"

    def fit(self, content: Content) -> float:
        """Go by the first bytes."""
        return 0.9 if image_type(content.data) else 0.0

    def shape(self, content: Content, start: int) -> Picture:
        """Return the image as a `data:` address with its type and extent."""
        media_type = image_type(content.data)
        if not media_type:
            raise Unreadable("These bytes are no PNG, JPEG, GIF or WebP.")
        if len(content.data) > MAX_BYTES:
            raise Unreadable(f"An image of {len(content.data):,} bytes is not shown here.")
        width, height = _extent(media_type, content.data)
        if not 0 < width * height <= MAX_PIXELS:
            raise Unreadable(f"An image of {width} × {height} pixels is not shown here.")
        source = f"data:{media_type};base64,{base64.b64encode(content.data).decode()}"
        kind = media_type.partition("/")[2].upper()
        return Picture(source, f"{kind}, {width} × {height} pixels")


def _png(data: bytes) -> Extent:
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _gif(data: bytes) -> Extent:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _jpeg(data: bytes) -> Extent:
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # start of frame
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + int(struct.unpack_from(">H", data, at + 2)[0])
    return 0, 0


def _webp(data: bytes) -> Extent:
    kind = data[12:16]
    if kind == b"VP8X":
        width, height = data[24:27], data[27:30]
        return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


_KINDS: tuple[tuple[bytes, str, Callable[[bytes], Extent]], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png", _png),
    (b"\xff\xd8\xff", "image/jpeg", _jpeg),
    (b"GIF87a", "image/gif", _gif),
    (b"GIF89a", "image/gif", _gif),
)


def image_type(data: bytes) -> str:
    """Return the media type of an image that is shown, "" for other bytes."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((name for magic, name, _ in _KINDS if data.startswith(magic)), "")


def _extent(media_type: str, data: bytes) -> Extent:
    measure = next((measure for _, name, measure in _KINDS if name == media_type), _webp)
    try:
        return measure(data)
    except (struct.error, IndexError):
        raise Unreadable("An image that is damaged or cut off.") from None
