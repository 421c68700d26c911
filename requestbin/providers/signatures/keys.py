"""Public and private keys as people paste them: PEM, certificate, base64, hex, JWK."""

from __future__ import annotations

import base64
import json
import re
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from requestbin.providers.signatures.secrets import from_base64, from_hex

ED25519_BYTES = 32
MAX_CHARACTERS = 32 * 1024

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey

PUBLIC = (rsa.RSAPublicKey, ec.EllipticCurvePublicKey, ed25519.Ed25519PublicKey)
_PRIVATE = (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey, ed25519.Ed25519PrivateKey)
_SENSELESS = (ValueError, TypeError, UnsupportedAlgorithm, AttributeError)


@lru_cache(maxsize=256)
def public_key(text: str) -> PublicKey | None:
    """Return the public key that `text` holds, None where it holds none that we know.

    A private key stands for its public one: who tests with a pair pastes either.
    """
    text = _in_lines(text)
    if not text or len(text) > MAX_CHARACTERS:
        return None
    try:
        return _of_pem(text) if text.startswith("-----") else _of_bare(text)
    except _SENSELESS:
        return None


@lru_cache(maxsize=256)
def private_key(text: str) -> PrivateKey | None:
    """Return the private key that `text` holds in PEM or as `whsk_`, None where it holds none."""
    text = _in_lines(text)
    if len(text) > MAX_CHARACTERS:
        return None
    try:
        if text.startswith("whsk_"):
            raw = from_base64(text.removeprefix("whsk_")) or b""
            return ed25519.Ed25519PrivateKey.from_private_bytes(raw[:ED25519_BYTES])
        if "PRIVATE KEY" not in text:
            return None
        key = serialization.load_pem_private_key(text.encode(), None)
    except _SENSELESS:
        return None
    return key if isinstance(key, _PRIVATE) else None


_ARMOUR = re.compile(r"(-----BEGIN [A-Z ]+-----)([A-Za-z0-9+/=\s]*)(-----END [A-Z ]+-----)")


def _in_lines(text: str) -> str:
    """Give PEM its lines back, which a variable of the environment or eBay's answer took."""
    text = text.strip().replace("\\n", "\n")
    found = _ARMOUR.fullmatch(text)
    return f"{found[1]}\n{''.join(found[2].split())}\n{found[3]}" if found else text


def _of_pem(text: str) -> PublicKey | None:
    if "PRIVATE KEY" in text:
        private = private_key(text)
        return private.public_key() if private else None
    if "CERTIFICATE" in text:
        return _known(x509.load_pem_x509_certificate(text.encode()).public_key())
    return _known(serialization.load_pem_public_key(text.encode()))


def _of_bare(text: str) -> PublicKey | None:
    if text.startswith("{"):
        return _of_jwk(text)
    if text.startswith("whsk_"):
        private = private_key(text)
        return private.public_key() if private else None
    for raw in (from_hex(text), from_base64(text.removeprefix("whpk_"))):
        if raw is not None and len(raw) == ED25519_BYTES:
            return ed25519.Ed25519PublicKey.from_public_bytes(raw)
    der = from_base64(text)
    return _known(serialization.load_der_public_key(der)) if der else None


def _of_jwk(text: str) -> PublicKey | None:
    try:
        value = json.loads(text)
        return _known(PyJWK(value.get("key", value)).key)  # Plaid answers {"key": {...}}
    except (PyJWTError, RecursionError):
        return None


def _known(key: Any) -> PublicKey | None:
    return key if isinstance(key, PUBLIC) else None


_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - Travis CI and SNS sign with it
    "sha256": hashes.SHA256(),
}


def proves(key: PublicKey, signature: bytes, message: bytes, algorithm: str) -> bool:
    """Tell whether `signature` is of `message`; `algorithm` is `ed25519`, `rsa-sha1`, `rsa-sha256`
    (PKCS #1 v1.5), `ecdsa-sha1` or `ecdsa-sha256` (DER)."""
    kind, _, digest = algorithm.partition("-")
    try:
        if kind == "ed25519" and isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        elif kind == "rsa" and isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), _HASHES[digest])
        elif kind == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(_HASHES[digest]))
        else:
            return False
    except (InvalidSignature, *_SENSELESS):
        return False
    return True


def signature_of(key: PrivateKey, message: bytes, algorithm: str) -> bytes | None:
    """Return the signature of `message`, None where the key is of another kind."""
    kind, _, digest = algorithm.partition("-")
    try:
        if kind == "ed25519" and isinstance(key, ed25519.Ed25519PrivateKey):
            return key.sign(message)
        if kind == "rsa" and isinstance(key, rsa.RSAPrivateKey):
            return key.sign(message, padding.PKCS1v15(), _HASHES[digest])
        if kind == "ecdsa" and isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(message, ec.ECDSA(_HASHES[digest]))
    except _SENSELESS:
        return None
    return None


def test_pair(algorithm: str) -> dict[str, str]:
    """Return a new pair to sign tests with, `{"private_key": PEM, "public_key": text}`, the public
    part as providers with this algorithm show theirs: hex for Ed25519, else PEM."""
    kind = algorithm.partition("-")[0]
    key: PrivateKey
    if kind == "ed25519":
        key = ed25519.Ed25519PrivateKey.generate()
    elif kind == "rsa":
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    else:
        key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return {"private_key": pem.decode(), "public_key": _shown(key.public_key())}


def _shown(key: PublicKey) -> str:
    if isinstance(key, ed25519.Ed25519PublicKey):
        return key.public_bytes_raw().hex()
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    if isinstance(key, ec.EllipticCurvePublicKey):
        return base64.b64encode(key.public_bytes(serialization.Encoding.DER, spki)).decode()
    return key.public_bytes(serialization.Encoding.PEM, spki).decode()
