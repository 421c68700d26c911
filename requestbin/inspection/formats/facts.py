"""Files that no page can show, by their first bytes: what they are, and the little they tell."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import islice

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.shapes import Field, Fields

MAX_ZIP_BYTES = 2 * 1024 * 1024
"""A larger archive may list a quarter of a million names, which take a second to read."""
MAX_NAMES = 100
MAX_NAME = 200
MAX_HEAD_BYTES = 1024
LONG = 4
"""Bytes of a mark that stand for themselves."""

_PAGE = re.compile(rb"/Type\s{0,8}/Page(?![a-z])")

Told = Callable[[bytes], Iterator[Field]]


class Facts:
    """PDF, archives, sound, film and the like: told, not shown."""

    slug, name = "facts", "Facts"

    def fit(self, content: Content) -> float:
        """Go by the first bytes."""
        return 0.6 if _kind_of(content.data) else 0.0

    def shape(self, content: Content, start: int) -> Fields:
        """Tell what is known."""
        kind = _kind_of(content.data)
        if kind is None:
            raise Unreadable("These bytes begin like no file that we know.")
        name, tell = kind
        fields = [
            Field("Kind", name),
            Field("Size", f"{len(content.data):,} bytes"),
            Field("SHA-256", hashlib.sha256(content.data).hexdigest()),
            *tell(content.data),
        ]
        return Fields(fields, note="It is not shown here: nothing that was sent runs on this page.")


def _nothing(_data: bytes) -> Iterator[Field]:
    yield from ()


def _pdf(data: bytes) -> Iterator[Field]:
    yield Field("Version", data[5:8].decode("latin-1"))
    pages = sum(1 for _ in _PAGE.finditer(data))
    if pages:
        yield Field("Pages", f"{pages:,}", "those that can be counted")
    if b"/Encrypt" in data:
        yield Field("Protection", "encrypted")


def _zip(data: bytes) -> Iterator[Field]:
    if len(data) > MAX_ZIP_BYTES:
        return
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        yield Field("Files", "its list of files is damaged or missing")
        return
    names = {entry.filename for entry in entries[:MAX_NAMES]}
    held = (what for mark, what in _HELD if any(name.startswith(mark) for name in names))
    yield from (Field("Holds", what) for what in islice(held, 1))
    yield Field("Files", f"{len(entries):,}", "")
    for number, entry in enumerate(entries[:MAX_NAMES], 1):
        name = entry.filename[:MAX_NAME].encode("utf-8", "replace").decode()
        yield Field(f"File {number}", name, f"{entry.file_size:,} bytes")


def _gzip(data: bytes) -> Iterator[Field]:
    stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        head = stream.decompress(data, MAX_HEAD_BYTES)
    except zlib.error:
        return
    if kind := _kind_of(head):
        yield Field("Holds", kind[0])
    elif head and _is_text(head):
        yield Field("Holds", "text")


_HELD = (
    ("word/", "Word document"),
    ("xl/", "Excel workbook"),
    ("ppt/", "PowerPoint presentation"),
    ("META-INF/container.xml", "EPUB book"),
    ("AndroidManifest.xml", "Android app"),
    ("META-INF/MANIFEST.MF", "Java archive"),
)
"""Names in an archive, and what it is by them."""

_KINDS: tuple[tuple[int, bytes, str, Told], ...] = (
    (0, b"%PDF-", "PDF document", _pdf),
    (0, b"PK\x03\x04", "ZIP archive", _zip),
    (0, b"PK\x05\x06", "ZIP archive, empty", _nothing),
    (0, b"\x1f\x8b", "gzip", _gzip),
    (0, b"\x28\xb5\x2f\xfd", "Zstandard", _nothing),
    (0, b"BZh", "bzip2", _nothing),
    (0, b"\xfd7zXZ\x00", "xz", _nothing),
    (0, b"7z\xbc\xaf\x27\x1c", "7-Zip archive", _nothing),
    (257, b"ustar", "tar archive", _nothing),
    (0, b"ID3", "MP3 sound", _nothing),
    (0, b"\xff\xfb", "MP3 sound", _nothing),
    (0, b"OggS", "Ogg sound or film", _nothing),
    (0, b"fLaC", "FLAC sound", _nothing),
    (8, b"WAVE", "WAV sound", _nothing),
    (8, b"AVI ", "AVI film", _nothing),
    (0, b"#!AMR", "AMR sound", _nothing),
    (4, b"ftypavif", "AVIF image", _nothing),
    (4, b"ftypheic", "HEIC image", _nothing),
    (4, b"ftypM4A", "MPEG-4 sound", _nothing),
    (4, b"ftyp", "MPEG-4 film", _nothing),
    (0, b"\x1aE\xdf\xa3", "Matroska or WebM film", _nothing),
    (0, b"BM", "BMP image", _nothing),
    (0, b"II*\x00", "TIFF image", _nothing),
    (0, b"MM\x00*", "TIFF image", _nothing),
    (0, b"\x00\x00\x01\x00", "icon", _nothing),
    (0, b"SQLite format 3\x00", "SQLite database", _nothing),
    (0, b"PAR1", "Parquet", _nothing),
    (0, b"Obj\x01", "Avro", _nothing),
    (0, b"\x7fELF", "ELF program", _nothing),
    (0, b"MZ", "Windows program", _nothing),
    (0, b"\xca\xfe\xba\xbe", "Java class, or a program of macOS", _nothing),
    (0, b"\x00asm", "WebAssembly", _nothing),
    (0, b"wOFF", "WOFF font", _nothing),
    (0, b"wOF2", "WOFF 2 font", _nothing),
    (
        0,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "Office document before 2007, or an Outlook message",
        _nothing,
    ),
)
"""Where the marks stand, the marks, what they mean, and what tells more."""

_SHORT = 3
"""Marks of two or three letters could begin a text: those need bytes that no text has."""


def file_kind(data: bytes) -> str:
    """Return what kind of file begins with these bytes, "" for none; no mark of a few bytes counts,
    since any bytes may have those."""
    found = _kind_of(data, LONG)
    return found[0] if found else ""


def _kind_of(data: bytes, least: int = 0) -> tuple[str, Told] | None:
    for at, mark, name, tell in _KINDS:
        if len(mark) >= least and data[at : at + len(mark)] == mark:
            if len(mark) <= _SHORT and _is_text(data[:512]):
                return None
            return name, tell
    return None


def _is_text(head: bytes) -> bool:
    return head.isascii() and b"\0" not in head
