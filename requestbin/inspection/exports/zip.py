"""Raw bodies, a file each, and an index of them, as a ZIP archive that is written as it is read.

By hand, since the standard library's writer keeps 400 bytes of each file until the end, 40 MB of
100,000; and since all of a body is there before it is written, which leaves no need for the data
descriptors that stop some readers. After PKWARE's APPNOTE 6.3.10.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile

from requestbin.inspection.content import media_type_of
from requestbin.inspection.exports.entry import Entry
from requestbin.inspection.exports.ndjson import item_of, line_of

SPOOLED_BYTES = 1024 * 1024
"""Above it, what waits for the end waits on disk."""
CHUNK_BYTES = 256 * 1024
INDEX = "index.ndjson"

SUFFIXES = {
    "application/json": ".json",
    "application/pdf": ".pdf",
    "application/x-www-form-urlencoded": ".txt",
    "application/xml": ".xml",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "text/csv": ".csv.txt",  # a double click is to show these, not to run them
    "text/html": ".html.txt",
    "text/plain": ".txt",
    "text/xml": ".xml",
}
"""By media type; nothing captured is ever in the name of a file."""

MOST, MOST_FILES = 2**32 - 1, 2**16 - 1
"""Stand in place of a figure that is in a ZIP64 field (4.5.3)."""
_PLAIN, _LARGE, _DEFLATED = 20, 45, 8
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_END = struct.Struct("<4s4H2LH")


class Zip:
    """Writes an archive of the bodies that are not empty, named after their numbers."""

    def __init__(self) -> None:
        self._offset = self._count = 0
        self._directory = _spool()
        self._index = _Index()

    def head(self) -> bytes:
        return b""

    def entry(self, entry: Entry) -> bytes:
        body = entry.captured.body
        name = f"{entry.seq:08}{suffix_of(entry)}" if body else None
        self._index.add(line_of(item_of(entry) | {"file": name}), entry.captured.received_at)
        if name is None:
            return b""
        packed = zlib.compress(body, wbits=-zlib.MAX_WBITS)
        moment = entry.captured.received_at
        return self._begin(name, moment, zlib.crc32(body), len(body), len(packed)) + packed

    def tail(self) -> Iterator[bytes]:
        index = self._index
        index.end()
        yield self._begin(INDEX, index.latest, index.crc, index.size, index.file.tell())
        yield from _chunks(index.file)
        start, size = self._offset, self._directory.tell()
        yield from _chunks(self._directory)
        yield self._end(start, size)

    def _begin(self, name: str, moment: datetime, crc: int, size: int, packed: int) -> bytes:
        """Return the local header of a file (4.3.7), and keep its place for the directory."""
        extra = _beyond(MOST, size, packed, both=True)
        version, sizes = _PLAIN, (packed, size)
        if extra:
            version, sizes = _LARGE, (MOST, MOST)
        common = (0, _DEFLATED, *_dos(moment), crc, *sizes, len(name))
        head = _LOCAL.pack(b"PK\3\4", version, *common, len(extra)) + name.encode() + extra
        self._note(name, common, (size, packed, self._offset))
        self._offset += len(head) + packed
        return head

    def _note(self, name: str, common: tuple[int, ...], figures: tuple[int, int, int]) -> None:
        """Write the file's header of the directory (4.3.12)."""
        extra = _beyond(MOST, *figures)
        version = _LARGE if extra else _PLAIN
        offset = min(figures[2], MOST)
        head = _CENTRAL.pack(
            b"PK\1\2", version, version, *common, len(extra), 0, 0, 0, 0, offset
        )  # fmt: skip
        self._directory.write(head + name.encode() + extra)
        self._count += 1

    def _end(self, start: int, size: int) -> bytes:
        """Return the end of the directory (4.3.16), after its ZIP64 form where figures are large
        (4.3.14, 4.3.15)."""
        count, large = self._count, b""
        if count >= MOST_FILES or max(start, size) >= MOST:
            rest = _END_64.size - 12
            large = _END_64.pack(
                b"PK\6\6", rest, _LARGE, _LARGE, 0, 0, count, count, size, start
            ) + _LOCATOR_64.pack(b"PK\6\7", 0, start + size, 1)
        shown = min(count, MOST_FILES)
        sizes = (min(size, MOST), min(start, MOST))
        return large + _END.pack(b"PK\5\6", 0, 0, shown, shown, *sizes, 0)


class _Index:
    """The lines of the index, packed while they come."""

    def __init__(self) -> None:
        self.file = _spool()
        self.crc = self.size = 0
        self.latest = datetime(1980, 1, 1, tzinfo=UTC)
        self._packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)

    def add(self, line: bytes, moment: datetime) -> None:
        self.crc, self.size = zlib.crc32(line, self.crc), self.size + len(line)
        self.latest = max(self.latest, moment)
        self.file.write(self._packer.compress(line))

    def end(self) -> None:
        self.file.write(self._packer.flush())


def suffix_of(entry: Entry) -> str:
    """Return the end of a body's file name, by its media type."""
    kind = media_type_of(entry.captured.headers.text("Content-Type"))[0]
    if kind.endswith(("+json", "+xml")):
        kind = f"application/{kind.rpartition('+')[2]}"
    return SUFFIXES.get(kind, ".bin")


def _beyond(most: int, *figures: int, both: bool = False) -> bytes:
    """Return the ZIP64 field with the figures that are `most` or more, or all where one is; "" for
    none."""
    large = [figure for figure in figures if figure >= most]
    if large and both:
        large = list(figures)
    return struct.pack(f"<2H{len(large)}Q", 1, 8 * len(large), *large) if large else b""


def _dos(moment: datetime) -> tuple[int, int]:
    """Return time and date as MS-DOS had them (4.4.6), which begin with 1980."""
    year = min(max(moment.year - 1980, 0), 127)
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    return time, year << 9 | moment.month << 5 | moment.day


def _spool() -> SpooledTemporaryFile[bytes]:
    return SpooledTemporaryFile(SPOOLED_BYTES)  # gone with the last that knows it


def _chunks(file: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK_BYTES):
        yield chunk
    file.close()
