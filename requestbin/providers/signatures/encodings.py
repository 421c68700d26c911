"""How the bytes of a signature are written in a header: hex, base64, base64url without padding."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from requestbin.providers.signatures import secrets


@dataclass(frozen=True, slots=True)
class Encoding:
    """One way to write bytes; `read` returns None for what is not written so."""

    name: str
    write: Callable[[bytes], str]
    read: Callable[[str], bytes | None]


def _base64(text: str) -> bytes | None:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return None


def _base64url(text: str) -> bytes | None:
    return None if any(each in text for each in "+/=") else secrets.from_base64(text)


ENCODINGS = {
    each.name: each
    for each in (
        Encoding("hex", bytes.hex, secrets.from_hex),
        Encoding("base64", lambda raw: base64.b64encode(raw).decode(), _base64),
        Encoding(
            "base64url",
            lambda raw: base64.urlsafe_b64encode(raw).decode().rstrip("="),
            _base64url,
        ),
    )
}


def readings(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield what `text` may stand for, with the name of the encoding; several may read it."""
    for encoding in ENCODINGS.values():
        raw = encoding.read(text)
        if raw is not None:
            yield encoding.name, raw
    lenient = secrets.from_base64(text)
    if lenient is not None:
        yield "base64", lenient
