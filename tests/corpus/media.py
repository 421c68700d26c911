"""Small files that are what they say: pictures, documents, archives, sound."""

from __future__ import annotations

import base64
import gzip
import io
import sqlite3
import struct
import tarfile
import zipfile
import zlib


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def _png(width: int, height: int) -> bytes:
    rows = b"".join(
        b"\0"
        + bytes(
            v for x in range(width) for v in (60 + x * 195 // width, 40 + y * 120 // height, 30)
        )
        for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(rows))
        + _chunk(b"IEND", b"")
    )


def _pdf() -> bytes:
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length 44 >>\nstream\nBT /F1 24 Tf 72 720 Td (Rechnung 311) Tj ET\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def _zip(**files: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(
                zipfile.ZipInfo(
                    name.replace("__", "/").replace("_xml", ".xml").replace("_csv", ".csv")
                ),
                content,
            )
    return held.getvalue()


def _tar() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        entry = tarfile.TarInfo("batch/31.csv")
        entry.size = 9
        archive.addfile(entry, io.BytesIO(b"sidamo,1\n"))
    return held.getvalue()


def _sqlite() -> bytes:
    with sqlite3.connect(":memory:") as made:
        made.execute("create table batches (id integer primary key, bean text)")
        return made.serialize()


def _wav() -> bytes:
    samples = bytes(128 + round(90 * (n % 40 - 20) / 20) for n in range(2000))
    head = struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + len(samples))
        + b"WAVEfmt "
        + head
        + b"data"
        + struct.pack("<I", len(samples))
        + samples
    )


PNG = _png(96, 48)
PDF = _pdf()
ZIP = _zip(
    batches__31_csv="bean,kg\nsidamo,12.5\n",
    batches__32_csv="bean,kg\n",
    readme="Batches of November",
)
DOCX = _zip(
    **{
        "[Content_Types]_xml": "<Types/>",
        "_rels__.rels": "<Relationships/>",
        "word__document_xml": "<w:document/>",
    }
)
TAR_GZ = gzip.compress(_tar(), mtime=0)
SQLITE = _sqlite()
WAV = _wav()
MP3 = b"ID3\x03\0\0\0\0\0\x1fTIT2\0\0\0\x0b\0\0\x03Drum crack\0\xff\xfb\x90\x64" + bytes(400)
GIF = base64.b64decode(
    "R0lGODlhEAAQAPABAP9FAP///ywAAAAAEAAQAAACF4SPqcvtD6OctNqLs968+w+G4kiWZlMAADs="
)
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////"
    "////////////////////////2wBDAf//////////////////////////////////////////////////////////////////"
    "////////////////////wAARCAAYABgDASIAAhEBAxEB/8QAFwAAAwEAAAAAAAAAAAAAAAAAAAECA//EABoQAQEBAAMBAAAA"
    "AAAAAAAAAAABMQIRIUH/xAAVAQEBAAAAAAAAAAAAAAAAAAAAAf/EABURAQEAAAAAAAAAAAAAAAAAAAAB/9oADAMBAAIRAxEA"
    "PwBdgoAAAAAABf/Z"
)
WEBP = base64.b64decode("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=")
AVIF = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + bytes(200)
PROTOBUF = (
    b"\x08\x96\x01\x12\x0eroaster-2/drum\x1a\x10"
    + bytes(range(16))
    + b"\x21\x1f\x85\xebQ\xb8\xe2l@"
)
MSGPACK = b"\x83\xa4type\xaddrum.too_hot.\xa5batch\x1f\xa7celsius\xcb@l\xe0\0\0\0\0\0"
CBOR = b"\xa3dtypeldrum.too_hotebatch\x18\x1fgcelsius\xf9[8"
