"""Secrets as people paste them, and the key bytes that schemes make of them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import unicodedata
from collections.abc import Callable, Mapping

Secret = str | Mapping[str, str] | None
"""One secret, or several by name: where a provider needs more than one value (`webhook_id`,
`private_key`), or has several at a time (`current` and `next`). None: none is known."""


def candidates(secret: Secret, name: str = "") -> list[str]:
    """Return the texts that may be the secret: the one called `name` if there is one, else all."""
    if secret is None:
        return []
    if isinstance(secret, str):
        return [secret] if secret else []
    if name:
        return [secret[name]] if isinstance(secret.get(name), str) else []
    return [each for each in secret.values() if isinstance(each, str) and each]


def named(secret: Secret, name: str) -> str | None:
    """Return the value called `name`; a secret that is one text has that one alone."""
    if isinstance(secret, str):
        return secret
    value = secret.get(name) if secret is not None else None
    return value if isinstance(value, str) else None


def from_base64(text: str) -> bytes | None:
    """Decode base64, plain or URL-safe, padded or not; None where it is none."""
    plain = text.strip().replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def from_hex(text: str) -> bytes | None:
    """Decode hex in any letter case; None where it is none."""
    try:
        return binascii.unhexlify(text.strip().encode("ascii"))
    except (binascii.Error, ValueError):
        return None


def utf8(text: str) -> bytes:
    """Return the text's bytes; characters that are no text keep theirs."""
    return text.encode("utf-8", "surrogatepass")


def _whsec(text: str) -> bytes | None:
    """Standard Webhooks: `whsec_` and base64; Supabase writes `v1,whsec_`."""
    return from_base64(text.strip().removeprefix("v1,").removeprefix("whsec_"))


def _whsec_or_text(text: str) -> tuple[bytes, ...]:
    key = _whsec(text) if text.startswith("whsec_") else utf8(text)
    return () if key is None else (key,)


def _text_or_whsec(text: str) -> tuple[bytes, ...]:
    key = _whsec(text)
    return (utf8(text),) if key is None else (utf8(text), key)


def _one(decode: Callable[[str], bytes | None]) -> Callable[[str], tuple[bytes, ...]]:
    def keys(text: str) -> tuple[bytes, ...]:
        key = decode(text)
        return () if key is None else (key,)

    return keys


KEYS: dict[str, Callable[[str], tuple[bytes, ...]]] = {
    "utf8": _one(utf8),
    "base64": _one(from_base64),
    "hex": _one(from_hex),
    "whsec": _one(_whsec),
    "whsec or utf8": _whsec_or_text,
    "utf8 or whsec": _text_or_whsec,
    "sha1": _one(lambda text: hashlib.sha1(utf8(text), usedforsecurity=False).digest()),
    "nfkd": _one(lambda text: utf8(unicodedata.normalize("NFKD", text))),
}
"""How a secret becomes a key: the text itself, what it decodes to, its SHA-1, or the text in
Unicode's compatibility form. Two keys where a provider tries both; none where it is malformed."""
