"""Files as bodies, with and without the right type, and the bytes of programs."""

from __future__ import annotations

import gzip

import brotli
import zstandard

from tests.corpus import media
from tests.corpus.example import JSON, Example, compact, field, file, iso, letters, multipart

_ORDER = compact(
    {"type": "order.shipped", "order": 6735, "at": iso(), "beans": ["sidamo", "yirgacheffe"] * 20}
)


def _sent(name: str, kind: str, body: bytes, reads_as: str, **more: object) -> Example:
    headers = (("Content-Type", kind), ("User-Agent", "curl/8.14.1"))
    return Example(name=name, path="/files", headers=headers, body=body, reads_as=reads_as, **more)


EXAMPLES = [
    _sent("PDF", "application/pdf", media.PDF, "facts", looks=("view=hex",)),
    _sent(
        "DOCX",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        media.DOCX,
        "facts",
    ),
    _sent("ZIP", "application/zip", media.ZIP, "facts"),
    _sent("tar.gz", "application/gzip", media.TAR_GZ, "facts"),
    _sent("PNG", "image/png", media.PNG, "image"),
    _sent("JPEG, called octets", "application/octet-stream", media.JPEG, "image"),
    _sent("GIF", "image/gif", media.GIF, "image"),
    _sent("WebP", "image/webp", media.WEBP, "image"),
    _sent("AVIF", "image/avif", media.AVIF, "facts"),
    _sent("WAV", "audio/wav", media.WAV, "facts"),
    _sent("MP3", "audio/mpeg", media.MP3, "facts"),
    _sent("SQLite", "application/vnd.sqlite3", media.SQLITE, "facts"),
    _sent("protobuf", "application/x-protobuf", media.PROTOBUF, "hex"),
    _sent("MessagePack", "application/msgpack", media.MSGPACK, "hex"),
    _sent("CBOR", "application/cbor", media.CBOR, "hex"),
    _sent("A PNG that is cut off", "image/png", media.PNG[:20], "hex", problem="damaged"),
    _sent(
        "10 KB of random bytes",
        "application/octet-stream",
        letters("noise", 9).encode() + bytes(n * n % 251 for n in range(10_000)),
        "hex",
        looks=("view=hex&at=4096",),
    ),
    Example(
        name="JSON in Brotli",
        path="/br",
        headers=(JSON, ("Content-Encoding", "br")),
        body=brotli.compress(_ORDER),
        event="order.shipped",
        looks=("sent=1",),
    ),
    Example(
        name="JSON in gzip in Zstandard",
        path="/chain",
        headers=(JSON, ("Content-Encoding", "gzip, zstd")),
        body=zstandard.compress(gzip.compress(_ORDER, mtime=0)),
        event="order.shipped",
        looks=("tab=headers",),
    ),
    Example(
        name="Called gzip, and is none",
        path="/gzip",
        headers=(JSON, ("Content-Encoding", "gzip")),
        body=_ORDER,
        event="order.shipped",
        problem="claims to be gzip, and is not",
    ),
    Example(
        name="A gzip that stops in the middle",
        path="/gzip",
        headers=(JSON, ("Content-Encoding", "gzip")),
        body=gzip.compress(_ORDER * 9, mtime=0)[:140],
        problem="stops in the middle",
        about="9 JSON values",
        flags=("it stops in the middle of a string",),
    ),
    Example(
        name="A coding that nobody knows",
        path="/snappy",
        headers=(JSON, ("Content-Encoding", "snappy")),
        body=b"\x8b\x02\xf0\x8f" + _ORDER[:120] + b"\x05\x0c",
        reads_as="hex",
        problem="“snappy”",
    ),
    Example(
        name="An upload of two files and a field",
        path="/upload",
        headers=(
            ("Content-Type", "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW"),
        ),
        body=multipart(
            "----WebKitFormBoundary7MA4YWxkTrZu0gW",
            field("note", "Zwei Bilder von der Trommel.\r\n"),
            file("drum", "trommel “neu”.png", "image/png", media.PNG),
            file("profile", "profil.json", "application/json", _ORDER),
            file("archive", "november.zip", "application/zip", media.ZIP),
            field("empty", ""),
        ),
        reads_as="parts",
        parts=("note", "drum", "profile", "archive", "empty"),
        looks=("part=2", "part=4"),
    ),
    Example(
        name="multipart/related, a root and what it names",
        path="/related",
        headers=(
            (
                "Content-Type",
                'multipart/related; type="application/xop+xml"; boundary="MIME_boundary"; start="<root@nordlicht.example>"',
            ),
        ),
        body=multipart(
            "MIME_boundary",
            (
                'Content-Type: application/xop+xml; charset=UTF-8; type="text/xml"\nContent-ID: <root@nordlicht.example>',
                b'<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body><m:Photo xmlns:m="urn:drum"><xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:drum@nordlicht.example"/></m:Photo></soap:Body></soap:Envelope>',
            ),
            (
                "Content-Type: image/png\nContent-Transfer-Encoding: binary\nContent-ID: <drum@nordlicht.example>",
                media.PNG,
            ),
        ),
        reads_as="parts",
        parts=("root@nordlicht.example", "drum@nordlicht.example"),
        looks=("part=1", "part=2"),
    ),
]
