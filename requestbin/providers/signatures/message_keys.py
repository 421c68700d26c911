"""The keys and algorithms of HTTP Message Signatures (RFC 9421 section 3.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from http_message_signatures import HTTPSignatureAlgorithm, algorithms

from requestbin.providers.signatures import keys
from requestbin.providers.signatures.secrets import Secret, from_base64, utf8

_ALGORITHMS = {
    "hmac-sha256": algorithms.HMAC_SHA256,
    "ed25519": algorithms.ED25519,
    "ecdsa-p256-sha256": algorithms.ECDSA_P256_SHA256,
    "ecdsa-p384-sha384": algorithms.ECDSA_P384_SHA384,
    "rsa-pss-sha512": algorithms.RSA_PSS_SHA512,
    "rsa-v1_5-sha256": algorithms.RSA_V1_5_SHA256,
}
_BY_KEY = (
    (ed25519.Ed25519PublicKey | ed25519.Ed25519PrivateKey, ("ed25519",)),
    (rsa.RSAPublicKey | rsa.RSAPrivateKey, ("rsa-pss-sha512", "rsa-v1_5-sha256")),
    (bytes, ("hmac-sha256",)),
)
_BY_CURVE = {"secp256r1": ("ecdsa-p256-sha256",), "secp384r1": ("ecdsa-p384-sha384",)}


def keys_of(secret: Secret, private: bool = False) -> Iterator[Any]:
    """Yield the keys that a secret may stand for; with `private`, those that sign."""
    texts = {"key": secret} if isinstance(secret, str) else dict(secret or {})
    for name, text in texts.items():
        if name == "keyid" or not isinstance(text, str) or not text:
            continue
        public = keys.public_key(text)
        key = keys.private_key(text) if private else public
        if key is not None and not name.endswith("_base64"):
            yield key
        elif name.endswith("_base64"):
            decoded = from_base64(text)
            if decoded:
                yield decoded
        elif public is None and not text.startswith("-----"):
            yield utf8(text)  # never what may be a public key: everybody could sign with that


def algorithm_of(named: Any, key: Any) -> type[HTTPSignatureAlgorithm] | None:
    """Return the algorithm by the key's kind; the one that is named must be of that kind."""
    fits = _fitting(key)
    if named is None:
        return _ALGORITHMS[fits[0]] if fits else None
    return _ALGORITHMS[str(named)] if str(named) in fits else None


def _fitting(key: Any) -> tuple[str, ...]:
    if isinstance(key, ec.EllipticCurvePublicKey | ec.EllipticCurvePrivateKey):
        return _BY_CURVE.get(key.curve.name, ())
    return next((names for kind, names in _BY_KEY if isinstance(key, kind)), ())
