"""JSON Web Tokens taken apart: read, and never called verified."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

MAX_TOKEN = 64 * 1024
_COMPACT = re.compile(r"eyJ[\w-]{2,}(?:\.[\w-]*){2}(?:(?:\.[\w-]*){2})?", re.ASCII)
"""The compact form (RFC 7515 section 7.1, RFC 7516 section 7.1); `eyJ` is `{"` in base64url."""
ENCRYPTED_SEGMENTS = 5


@dataclass(frozen=True, slots=True)
class Jwt:
    """The segments of a token, decoded as far as they are text: `claims` is b"" where they are
    encrypted; `signature` is how many bytes it has."""

    head: bytes
    claims: bytes
    signature: int
    encrypted: bool


def jwt_of(text: str) -> Jwt | None:
    """Return what a compact token holds, None for a text that is none."""
    text = text.strip()
    if len(text) > MAX_TOKEN or not _COMPACT.fullmatch(text):
        return None
    segments = text.split(".")
    try:
        head = _octets(segments[0])
        encrypted = len(segments) == ENCRYPTED_SEGMENTS
        claims = b"" if encrypted else _octets(segments[1])
        signature = len(_octets(segments[-1]))
    except (binascii.Error, ValueError):
        return None
    return Jwt(head, claims, signature, encrypted) if head.lstrip().startswith(b"{") else None


def _octets(segment: str) -> bytes:
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
