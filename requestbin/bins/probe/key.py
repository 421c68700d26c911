"""Keys that only this instance could have made: whoever has none learns nothing from a probe."""

from __future__ import annotations

import secrets

from django.core import signing

START = "probe-"
VALID_SECONDS = 60
_SALT = "requestbin.bins.probe"


def new_key() -> str:
    """Return a key that only this instance could have made, good for a minute."""
    return START + signing.TimestampSigner(salt=_SALT).sign(secrets.token_hex(8))


def is_probe(key: str) -> bool:
    """Tell whether a capture key is a probe's, valid or not: no bin's key has a hyphen."""
    return key.startswith(START)


def is_valid(key: str) -> bool:
    """Tell whether a key is this instance's own and still good."""
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        signer.unsign(key.removeprefix(START), max_age=VALID_SECONDS)
    except signing.BadSignature:
        return False
    return True
