"""Secrets made for tests: of the form that a provider gives, from bytes of chance."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from requestbin.providers.provider import Provider
from requestbin.providers.signatures import keys
from requestbin.providers.signatures.hashes import Hmac
from requestbin.providers.signatures.jwts import Jwt
from requestbin.providers.signatures.public_keys import Asymmetric
from requestbin.providers.signatures.secrets import Secret

RANDOM_BYTES = 24
VALID_FOR = timedelta(days=3650)


def made_secret(provider: Provider, chance: bytes) -> Secret:
    """Return a secret with which requests of `provider` can be signed and checked, None where it
    signs nothing. `chance` are RANDOM_BYTES random bytes; a key pair takes its own."""
    if not provider.schemes:
        return None
    scheme = provider.schemes[0]
    if isinstance(scheme, Asymmetric):
        return _pair(provider, scheme)
    if isinstance(scheme, Jwt) and not scheme.shared:
        return keys.test_pair("ecdsa-sha256")
    text = _WRITTEN.get(scheme.key if isinstance(scheme, Hmac) else "", _text)(chance)
    marked = provider.secret_hint.startswith(("whsec_", "wsec_", "sig_"))
    if marked and not text.startswith("whsec_"):
        text = provider.secret_hint.partition("_")[0] + "_" + text
    if "{secret:" in getattr(scheme, "prefix", ""):
        return {name: f"{name}_{text}" for name in provider.secret_fields}
    return text


def _text(chance: bytes) -> str:
    return chance.hex()


def _whsec(chance: bytes) -> str:
    return "whsec_" + base64.b64encode(chance).decode()


_WRITTEN: dict[str, Callable[[bytes], str]] = {
    "whsec": _whsec,
    "whsec or utf8": _whsec,
    "base64": lambda chance: base64.b64encode(chance).decode(),
}


def _pair(provider: Provider, scheme: Asymmetric) -> Secret:
    if not scheme.certificate:
        return keys.test_pair(scheme.algorithm)
    private, certificate = _certificate()
    others = {name: "WH-TEST" for name in provider.secret_fields if name != "certificate"}
    return {**others, "private_key": private, "certificate": certificate}


def _certificate() -> tuple[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "requestbin test")])
    begins = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + VALID_FOR)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private.decode(), certificate.public_bytes(pem).decode()
