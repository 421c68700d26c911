"""Bytes as text and back, whatever they are: without it each masker would meet a byte it cannot."""

from __future__ import annotations

import base64
import re

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{6,}={0,2}")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_OPENINGS = ("{", "[", "<")
"""What begins like this is taken for text though some of its bytes are none."""


def text_of(octets: bytes) -> str:
    """Return bytes as UTF-8; those that are none become single surrogates (PEP 383)."""
    return octets.decode("utf-8", "surrogateescape")


def octets_of(text: str) -> bytes:
    """Return the bytes that `text_of` made a text of; other surrogates as UTF-8 would have them."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def decoded_base64(text: str) -> str:
    """Return the text that base64 (RFC 4648 sections 4 and 5, padded or not) stands for, "" where
    it is none, or stands for what is no text."""
    if not _BASE64.fullmatch(text):
        return ""
    plain = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        octets = base64.b64decode(plain + "=" * (-len(plain) % 4))
    except ValueError:
        return ""
    decoded = text_of(octets)
    if _CONTROLS.search(decoded):
        return ""
    return decoded if decoded[:1] in _OPENINGS or not _SURROGATES.search(decoded) else ""


def encoded_base64(text: str, like: str) -> str:
    """Return a text in base64, in the alphabet and with the padding of `like`."""
    encoded = base64.b64encode(octets_of(text)).decode()
    if "-" in like or "_" in like:
        encoded = encoded.replace("+", "-").replace("/", "_")
    padded = like.endswith("=") or len(like) % 4 == 0
    return encoded if padded else encoded.rstrip("=")
