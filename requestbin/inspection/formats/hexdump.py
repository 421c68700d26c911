"""The bytes themselves, in pages: what is left when nothing else can be said, and always true."""

from __future__ import annotations

from requestbin.inspection.content import Content
from requestbin.inspection.shapes import Dump

ROW_BYTES = 16
PAGE_BYTES = 256 * ROW_BYTES

_PRINTABLE = bytes(octet if 0x20 <= octet < 0x7F else ord(".") for octet in range(256))


class Hexdump:
    """Offset, hexadecimal and printable characters."""

    slug, name = "hex", "Hex"

    def fit(self, content: Content) -> float:
        """Fit anything, last of all."""
        return 0.1

    def shape(self, content: Content, start: int) -> Dump:
        """Return the page that holds the offset `start`."""
        size = len(content.data)
        last = max(0, (size - 1) // PAGE_BYTES * PAGE_BYTES)
        start = min(max(0, start) // PAGE_BYTES * PAGE_BYTES, last)
        rows = [
            (f"{at:08x}", _hexadecimal(chunk), chunk.translate(_PRINTABLE).decode("ascii"))
            for at in range(start, min(start + PAGE_BYTES, size), ROW_BYTES)
            for chunk in [content.data[at : at + ROW_BYTES]]
        ]
        end = min(start + PAGE_BYTES, size)
        return Dump(
            rows,
            previous=start - PAGE_BYTES if start else None,
            following=end if end < size else None,
            note=f"Bytes {start:,} to {end:,} of {size:,}." if size > PAGE_BYTES else "",
        )


def _hexadecimal(chunk: bytes) -> str:
    half = ROW_BYTES // 2
    return f"{chunk[:half].hex(' ')}  {chunk[half:].hex(' ')}".ljust(3 * ROW_BYTES + 1)
