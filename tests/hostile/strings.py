"""What attackers write where they may write anything, and bodies that break those who read them.

Each string holds the word `boom`, so that a page can be asked where it went.
"""

from __future__ import annotations

import gzip
import json
import struct

MARKUP = (
    "<script>boom(1)</script>\"><img src=x onerror=boom(2)>' autofocus onfocus='boom(3)",
    "</textarea></title></script><svg/onload=boom(4)><!--boom--><base href=//boom.example>",
    '{{ boom }}{% boom %}{{ 6|add:"36" }}{# boom #} $(boom) `boom` ${boom} %s %n {0}',
    "boom'; DROP TABLE bins_bin; -- \") OR 1=1 UNION SELECT boom -- ",
    "\u202eboom\u202c \u2066boom\u200f \ufeff [boom](javascript:boom(5)) javascript:boom(6)",
)

ALL_MARKUP = " ".join(MARKUP)
"""For what takes as much: one look at each page finds what would act, whichever of them it is."""

SURROGATE = b"\xed\xa0\x80boom\xed\xbf\xbf"
"""Halves of a pair in what looks like UTF-8."""

NESTED = b"[" * 60_000
DIGITS = b"1" * 5_000

_RED_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 2**31, 2**31) + b"\x08\x02\0\0\0"

Body = tuple[bytes, bytes]
"""A Content-Type, and the bytes that claim to be of it."""


def bodies_of(text: str) -> list[Body]:
    """Return bodies of every format that hold `text` wherever that format has room for it."""
    raw = text.encode()
    quoted = raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    event = json.dumps({"type": text, text: [text, {text: None}]}, ensure_ascii=False).encode()
    return [
        (b"application/json", event),
        (b"text/html", b"<html>" + raw),
        (b"image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg">' + raw + b"</svg>"),
        (b"application/x-www-form-urlencoded", raw + b"=" + raw.replace(b"&", b"%26")),
        (b"multipart/form-data; boundary=b", upload(quoted, quoted, raw)),
        (raw.strip(), raw),
        (b'application/json; charset="' + quoted + b'"', event),
    ]


def upload(name: bytes, file_name: bytes, content: bytes, kind: bytes = b"text/plain") -> bytes:
    """Return a multipart body of one file, with boundary `b`."""
    disposition = b'Content-Disposition: form-data; name="%s"; filename="%s"' % (name, file_name)
    return b"--b\r\n%s\r\nContent-Type: %s\r\n\r\n%s\r\n--b--\r\n" % (disposition, kind, content)


def nested_parts(depth: int) -> bytes:
    """Return a multipart body whose part is a multipart body, and so on."""
    opened = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (level, level + 1)
        for level in range(depth)
    )
    return opened.replace(b"--b0", b"--b", 1) + b"boom"


BREAKERS: dict[str, Body] = {
    "NUL": (b"application/json", b'{"type":"boom\\u0000","a":"\x00"}'),
    "NUL in text": (b"text/plain", b"boom\x00\x00"),
    "NUL in a form": (b"application/x-www-form-urlencoded", b"boom%00=%00\x00"),
    "NUL in a file name": (
        b"multipart/form-data; boundary=b",
        upload(b"a\0b", b"boom\0.txt", b"\0"),
    ),
    "escaped surrogates": (
        b"application/json",
        b'{"type":"\\ud800boom\\udfff","\\udc00":"\\ud83d"}',
    ),
    "surrogate bytes": (b"application/json", b'{"type":"%s"}' % SURROGATE),
    "surrogates in text": (b"text/plain; charset=utf-16", b"\x00\xd8b\x00o\x00o\x00m\x00"),
    "surrogates in a form": (b"application/x-www-form-urlencoded", b"%ED%A0%80boom=" + SURROGATE),
    "surrogates in a file name": (
        b"multipart/form-data; boundary=b",
        upload(SURROGATE, SURROGATE, SURROGATE),
    ),
    "surrogates in an encoded file name": (
        b"multipart/form-data; boundary=b",
        upload(
            b"a", b"b\"; filename*=utf-8''%ED%A0%80boom%FF; name*=utf-8''%00%ED%A0%80; x=\"", b"c"
        ),
    ),
    "an encoded word in a file name": (
        b"multipart/form-data; boundary=b",
        upload(b"=?utf-8?b?7aCA?=", b"=?utf-16?q?=00=D8?=", b"boom", b"=?x?q?text/plain?="),
    ),
    "nested lists of an event": (b"application/json", b'{"type":"boom","a":' + NESTED),
    "nested lists that end": (b"application/json", NESTED + b"]" * len(NESTED)),
    "nested objects": (b"application/json", b'{"type":' * 20_000),
    "nested parts": (b"multipart/mixed; boundary=b", nested_parts(3_000)),
    "digits": (b"application/json", b'{"type":"boom.big","n":%s,"e":1e%s}' % (DIGITS, DIGITS)),
    "only digits": (b"application/json", DIGITS),
    "no JSON at all": (b"application/json", b"{boom: [}"),
    "a gzip that unfolds a thousandfold": (b"gzip", gzip.compress(b"boom" * 4_000_000)),
    "a gzip that stops": (b"gzip", gzip.compress(b"boom" * 4_000)[:50]),
    "a gzip that is none": (b"gzip", b"\x1f\x8bboom"),
    "an image of 2^62 pixels": (b"image/png", _RED_PNG),
    "an image that ends": (b"image/jpeg", b"\xff\xd8\xff\xe0\xff"),
    "a WebP of nothing": (b"image/webp", b"RIFF\0\0\0\0WEBP"),
    "boundaries of nothing": (b'multipart/form-data; boundary=""', b"--\r\n\r\nboom"),
    "a boundary with everything": (b'multipart/form-data; boundary="b\\"\xff%;"', b"--b\r\n"),
    "parameters that never end": (
        b"multipart/form-data; " + b"boundary*0=b; " * 2_000 + b"x=y",
        b"--b\r\n",
    ),
    "continuations that make no sense": (
        b"a/b; x*1*=utf-8'%ff; x*0*=''; charset*=x'y'%zz",
        b"boom",
    ),
    "a charset that is no charset": (b"text/plain; charset=unicode_escape", b"\\ud800\\N{boom}"),
    "UTF-7": (b"text/html; charset=utf-7", b"+ADw-script+AD4-boom(7)+ADw-/script+AD4-"),
    "UTF-16 without its end": (b"application/json; charset=utf-16", b"\xff\xfe{\x00\x00"),
    "lines": (b"multipart/form-data; boundary=b", b"--b\r\n\r\n" + b"\n" * 500_000),
    "fields": (b"application/x-www-form-urlencoded", b"&".join([b"boom=1"] * 50_000)),
    "one long line": (b"text/plain", b"boom" * 200_000),
}
"""By what is wrong with each."""
