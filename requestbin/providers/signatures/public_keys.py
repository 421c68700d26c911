"""Signatures by a private key that only the provider has: Ed25519, ECDSA, RSA."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from requestbin.http import Request
from requestbin.providers.places import place
from requestbin.providers.seen import Seen
from requestbin.providers.signatures import keys
from requestbin.providers.signatures.encodings import ENCODINGS, readings
from requestbin.providers.signatures.keys import PUBLIC, PrivateKey, PublicKey
from requestbin.providers.signatures.odd import closed, opened
from requestbin.providers.signatures.secrets import Secret, candidates
from requestbin.providers.signatures.signed import Signed
from requestbin.providers.signatures.signing import signed_with
from requestbin.providers.signatures.verdict import Reason

_TITLES = {"ed25519": "Ed25519", "rsa": "RSA PKCS #1", "ecdsa": "ECDSA P-256"}
SIGNATURE_BYTES = {"ed25519": 64}


@dataclass(frozen=True)
class Asymmetric(Signed):
    """A signature that a public key proves. `certificate` names the places, separated by spaces, of
    the URL under which the provider publishes the certificate, which is believed only on hosts that
    match `certificate_host`, over https and with a path like `certificate_path`."""

    algorithm: str = "ed25519"
    encoding: str = "base64"
    certificate: str = ""
    certificate_host: str = ""
    certificate_path: str = ".*"
    envelope: bool = False
    """The place holds base64 of JSON, in which `signature` is one member (eBay)."""

    shared = False

    @property
    def method(self) -> str:
        kind, _, digest = self.algorithm.partition("-")
        hashed = f" with {digest.upper().replace('SHA', 'SHA-')}" if digest else ""
        return _TITLES[kind] + hashed

    def keys(self, secret: Secret) -> list[PublicKey]:
        found = [keys.public_key(text) for text in _key_texts(secret)]
        return [key for key in found if key is not None]

    def suits(self, secret: Secret) -> bool:
        return bool(self.keys(secret))

    def unkept(self, secret: Secret) -> Reason | None:
        if self.keys(secret):
            return None
        given = _key_texts(secret)
        return Reason.SECRET_MALFORMED if given else Reason.SECRET_MISSING

    def raw_items(self, seen: Seen) -> list[str]:
        items = super().raw_items(seen)
        return [opened(item) for item in items] if self.envelope else items

    def wrapped(self, value: str) -> str:
        return closed(value) if self.envelope else value

    def signs_with(self, secret: Secret) -> bool:
        return any(self.made(key, b"") for key in _private(secret))

    def matches(self, key: PublicKey, message: bytes, item: str) -> bool:
        raw = ENCODINGS[self.encoding].read(item)
        return raw is not None and keys.proves(key, raw, message, self.algorithm)

    def made(self, key: PublicKey | PrivateKey, message: bytes) -> str | None:
        if isinstance(key, PUBLIC):
            return None
        raw = keys.signature_of(key, message, self.algorithm)
        return None if raw is None else ENCODINGS[self.encoding].write(raw)

    def misread(self, item: str, expected: str) -> Reason:
        raw = ENCODINGS[self.encoding].read(item)
        wanted = SIGNATURE_BYTES.get(self.algorithm)
        if raw is not None and wanted in (None, len(raw)):
            return Reason.SIGNATURE_MISMATCH
        if wanted and any(len(each) == wanted for _, each in readings(item)):
            return Reason.SIGNATURE_WRONG_ENCODING
        return Reason.SIGNATURE_MALFORMED

    def untrusted(self, seen: Seen) -> Reason | None:
        if not self.certificate:
            return None
        url = self.certificate_url(seen)
        if url is None:
            return Reason.HEADER_MISSING
        return None if self.trusts(url) else Reason.CERT_URL_UNTRUSTED

    def certificate_url(self, seen: Seen) -> str | None:
        """Return where a request says that the certificate is, None where it says nothing."""
        found = (place(each).value(seen) for each in self.certificate.split())
        return next((url for url in found if url is not None), None)

    def trusts(self, url: str) -> bool:
        """Tell whether a certificate's URL is one of the provider's own."""
        try:
            split = urlsplit(url)
            host, port = split.hostname or "", split.port
        except ValueError:
            return False
        return (
            split.scheme == "https"
            and port in (None, 443)
            and split.username is None
            and re.fullmatch(self.certificate_host, host) is not None
            and re.fullmatch(self.certificate_path, split.path) is not None
        )

    def sign(self, request: Request, secret: Secret, now: float, event_id: str) -> Request | None:
        private = _private(secret)
        if not private:
            return None
        return signed_with(self, private[0], request, secret, now, event_id)


def _private(secret: Secret) -> list[PrivateKey]:
    return [key for text in candidates(secret) if (key := keys.private_key(text))]


def _texts(secret: Secret) -> list[str]:
    return candidates(secret)


def _key_texts(secret: Secret) -> list[str]:
    """Return what may be keys: of a mapping that names other values too, those that look so."""
    texts = _texts(secret)
    if isinstance(secret, str) or secret is None:
        return texts
    return [text for text in texts if keys.public_key(text) is not None]
