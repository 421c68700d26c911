"""Signatures by a shared secret: HMAC, and a plain hash with the secret among what is hashed."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from requestbin.providers.signatures.encodings import ENCODINGS, readings
from requestbin.providers.signatures.secrets import KEYS, Secret, candidates
from requestbin.providers.signatures.signed import Signed
from requestbin.providers.signatures.verdict import Reason

ALGORITHMS = ("md5", "sha1", "sha256", "sha384", "sha512")


@dataclass(frozen=True)
class Hmac(Signed):
    """RFC 2104 over a string of parts. `key` says how the secret becomes key bytes; `keyed` is
    False for a plain hash, whose template has `{secret}`; `fold` lets hex have any letter case."""

    algorithm: str = "sha256"
    key: str = "utf8"
    keyed: bool = True
    fold: bool = False

    @property
    def method(self) -> str:
        name = self.algorithm.upper().replace("SHA", "SHA-") if not self.keyed else self.algorithm
        return f"HMAC-{name.upper()}" if self.keyed else name

    def keys(self, secret: Secret) -> list[bytes]:
        made = (key for text in candidates(secret, self.secret) for key in KEYS[self.key](text))
        return [key for key in made if key]  # an empty key, as of `whsec_`, is everybody's

    def signs_with(self, secret: Secret) -> bool:
        return bool(self.keys(secret))

    def suits(self, secret: Secret) -> bool:
        return not any(text.startswith(("whpk_", "whsk_")) for text in candidates(secret))

    def digest(self, key: bytes, message: bytes) -> bytes:
        """Return the bytes of the signature."""
        if self.keyed:
            return hmac.digest(key, message, self.algorithm)
        return hashlib.new(self.algorithm, message, usedforsecurity=False).digest()

    def made(self, key: bytes, message: bytes) -> str:
        return ENCODINGS[self.encoding].write(self.digest(key, message))

    def matches(self, key: bytes, message: bytes, item: str) -> bool:
        return self.matching(key, message, [item]) is not None

    def matching(self, key: bytes, message: bytes, items: list[str]) -> str | None:
        made = self.made(key, message).encode()  # once: who sends chooses how many items there are
        return next((item for item in items if self._same(made, item)), None)

    def _same(self, made: bytes, item: str) -> bool:
        received = item.lower() if self.fold else item
        return hmac.compare_digest(made, received.encode("utf-8", "surrogatepass"))

    def misread(self, item: str, expected: str) -> Reason:
        encoding = ENCODINGS[self.encoding]
        digest = encoding.read(expected) or b""
        if any(raw == digest for _, raw in readings(item)):
            return Reason.SIGNATURE_WRONG_ENCODING
        raw = encoding.read(item)
        if raw is None or len(raw) != len(digest):
            return Reason.SIGNATURE_MALFORMED
        return Reason.SIGNATURE_MISMATCH
