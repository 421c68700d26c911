"""What happens to a body between signer and checker, each undone: ends, charset, compression."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator

import brotli

from requestbin.providers.doctor import forms, jsons
from requestbin.providers.doctor.causes import Cause
from requestbin.providers.doctor.trial import Change, Trial

MAX_REWRITTEN_BYTES = 256 * 1024
"""A larger body is not parsed and written again."""
MAX_DECODED_BYTES = 4 * 1024 * 1024
MAX_NORMALISED_BYTES = 16 * 1024
"""Accents upon one letter are sorted in quadratic time: 250 KB of them took half a minute."""
BOM = b"\xef\xbb\xbf"
Bodies = Iterable[tuple[bytes, str]]

_RAW = "Sign the raw bytes of the body, before anything reads or changes them."
_WAY = "Find what changes the body on its way; it must pass the bytes on as they are."


def _change(cause: Cause, sentence: str, app: str, bodies: Callable[[bytes], Bodies]) -> Change:
    def apply(trial: Trial) -> Iterator[Trial]:
        for body, it in bodies(trial.body):
            if body != trial.body:
                yield trial.with_body(body, it)

    return Change(cause, sentence, _WAY, app, _RAW, apply, "body")


def _less_newline(body: bytes) -> Bodies:
    if body.endswith(b"\r\n"):
        yield body[:-2], "the last two bytes, CR LF, are removed"
        yield body[:-1], "the last byte, LF, is removed"
    elif body.endswith(b"\n"):
        yield body[:-1], "the last byte, a newline, is removed"


def _more_newline(body: bytes) -> Bodies:
    yield body + b"\n", "a newline is added at the end"
    yield body + b"\r\n", "CR LF is added at the end"
    if body.endswith(b"\n"):
        yield body[:-1] + b"\r\n", "the last newline is CR LF"


def _line_ends(body: bytes) -> Bodies:
    lf = body.replace(b"\r\n", b"\n")
    yield lf, "every CR LF is LF"
    yield lf.replace(b"\n", b"\r\n"), "every LF is CR LF"
    yield body.replace(b"\r", b""), "every CR is removed"


def _bom(body: bytes) -> Bodies:
    if body.startswith(BOM):
        yield body[len(BOM) :], "the first three bytes, a byte order mark, are removed"
    else:
        yield BOM + body, "a byte order mark is put before it"


def _whitespace(body: bytes) -> Bodies:
    yield body.rstrip(), "the whitespace at the end is removed"
    yield body.strip(), "the whitespace around it is removed"
    for end in (b" ", b"\n\n", b"\r\n\r\n", b"\t", b"\0"):
        yield body + end, f"{end!r:.20} is added at the end".replace("b'", "'")
    yield body.rstrip(b"\0"), "the NUL bytes at the end are removed"


def _empty(body: bytes) -> Bodies:
    yield b"", "the body is left out"


def _appended(body: bytes) -> Bodies:
    """What follows the JSON, or comes before it."""
    for opened, closed in ((b"{", b"}"), (b"[", b"]")):
        end = body.rfind(closed)
        if body.lstrip()[:1] == opened and end != -1:
            yield body[: end + 1], "what follows the JSON is removed"
        elif (start := body.find(opened)) != -1 and body.rstrip().endswith(closed):
            yield body[start:], "what comes before the JSON is removed"


def _decoded(body: bytes) -> Bodies:
    for name, decode in _DECODERS:
        decoded = decode(body)
        if decoded:
            yield decoded, f"it is unpacked ({name})"
    yield from _packed(body)


def _inflated(bits: int) -> Callable[[bytes], bytes | None]:
    def decode(body: bytes) -> bytes | None:
        unpacking = zlib.decompressobj(bits)
        try:
            decoded = unpacking.decompress(body, MAX_DECODED_BYTES)
        except zlib.error:
            return None
        return decoded if unpacking.eof else None

    return decode


def _unbrotli(body: bytes) -> bytes | None:
    unpacking = brotli.Decompressor()
    try:
        decoded: bytes = unpacking.process(body, output_buffer_limit=MAX_DECODED_BYTES)
    except brotli.error:
        return None
    return decoded if unpacking.is_finished() else None


_DECODERS = (
    ("gzip", _inflated(31)),
    ("deflate", _inflated(15)),
    ("deflate", _inflated(-15)),
    ("br", _unbrotli),
)


def _packed(body: bytes) -> Bodies:
    """As the usual packers write it, whose time is 0: what was unpacked on the way."""
    if len(body) > MAX_REWRITTEN_BYTES:
        return
    for level in (6, 9, 1):
        packing = zlib.compressobj(level, zlib.DEFLATED, 31)
        packed = packing.compress(body) + packing.flush()
        for system in (3, 0, 19, 255):
            yield packed[:9] + bytes([system]) + packed[10:], "it is packed with gzip"


def _charset(body: bytes) -> Bodies:
    if body.isascii():
        yield from _wide(body)
        return
    for charset in ("latin-1", "cp1252"):
        yield from _recoded(body, "utf-8", charset, f"its UTF-8 is written in {_NAMES[charset]}")
        yield from _recoded(body, charset, "utf-8", f"its {_NAMES[charset]} is written in UTF-8")
    yield from _wide(body)
    for form in ("NFC", "NFD") if len(body) <= MAX_NORMALISED_BYTES else ():
        text = body.decode("utf-8", "surrogateescape")
        normal = unicodedata.normalize(form, text).encode("utf-8", "surrogateescape")
        yield normal, f"its characters are in Unicode's form {form}"


_NAMES = {"latin-1": "Latin-1", "cp1252": "Windows-1252"}


def _wide(body: bytes) -> Bodies:
    for charset in ("utf-16", "utf-16-le", "utf-16-be"):
        yield from _recoded(body, "utf-8", charset, "it is written in UTF-16")
        if b"\0" in body or body[:2] in (b"\xff\xfe", b"\xfe\xff"):
            yield from _recoded(body, charset, "utf-8", "its UTF-16 is written in UTF-8")


def _recoded(body: bytes, read: str, written: str, it: str) -> Bodies:
    try:
        yield body.decode(read).encode(written), it
    except UnicodeError:
        return


def _small(bodies: Callable[[bytes], Bodies]) -> Callable[[bytes], Bodies]:
    return lambda body: bodies(body) if len(body) <= MAX_REWRITTEN_BYTES else ()


_ONCE = "The signature matches once {it}."
_WRITTEN = "The signature matches the JSON {it}: it was parsed and written again."
_APP = "Your app signs the body once {it}."

ENDS = (
    _change(Cause.NEWLINE_ADDED, _ONCE, _APP, _less_newline),
    _change(Cause.NEWLINE_REMOVED, _ONCE, _APP, _more_newline),
    _change(Cause.BOM, _ONCE, _APP, _bom),
    _change(Cause.LINE_ENDS, _ONCE, _APP, _line_ends),
    _change(Cause.WHITESPACE, _ONCE, _APP, _whitespace),
    _change(
        Cause.BODY_EMPTY,
        "The signature matches an empty body: this one was not signed.",
        "Your app signs an empty body: something may have read it before.",
        _empty,
    ),
    _change(Cause.APPENDED, _ONCE, _APP, _appended),
)
"""Changes at the ends of a body, the cheap ones."""

WRITINGS = (
    _change(
        Cause.COMPRESSION,
        "The signature matches the body once {it}.",
        "Your app signs the body once {it}.",
        _decoded,
    ),
    _change(
        Cause.CHARSET,
        "The signature matches once {it}: the charset was changed.",
        "Your app signs the body once {it}.",
        _small(_charset),
    ),
    _change(
        Cause.REDUMPED,
        _WRITTEN,
        "Your app parses the JSON and signs it {it}.",
        _small(jsons.spaced),
    ),
    _change(
        Cause.RESORTED,
        "The signature matches the JSON with its keys by name, {it}.",
        "Your app parses the JSON and signs it with its keys by name, {it}.",
        _small(jsons.sorted_),
    ),
    _change(
        Cause.REENCODED,
        "The signature matches once {it}: the form was parsed and written again.",
        "Your app signs the form once {it}.",
        _small(forms.reencoded),
    ),
    _change(
        Cause.RENUMBERED,
        "The signature matches the JSON with {it}: it was parsed and written again.",
        "Your app parses the JSON and signs it with {it}.",
        _small(jsons.renumbered),
    ),
)
"""Changes of how a body is written."""
