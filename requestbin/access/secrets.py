"""Secrets at rest: what is stored encrypted, and asked for again when the key was lost."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"requestbin: secrets at rest, 1"
"""Parts these keys from all else that is derived of the secret key (RFC 5869 section 3.2)."""


def seal(secret: bytes) -> bytes:
    """Return `secret` encrypted and signed with the first secret key."""
    return _box().encrypt(secret)


def unseal(sealed: bytes) -> bytes | None:
    """Return what was sealed, by whichever of the secret keys; None when none of them fits."""
    try:
        return _box().decrypt(sealed)
    except InvalidToken:
        return None


def _box() -> MultiFernet:
    return _box_of((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=4)
def _box_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return urlsafe_b64encode(hkdf.derive(key.encode()))
