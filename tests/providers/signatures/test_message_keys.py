"""The algorithm of a message signature is that of its key, and no other."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from requestbin.providers import Reason, sign, verify
from tests.providers.fitting import REQUEST

NOW = 1_760_000_000
CURVES: list[tuple[ec.EllipticCurve, hashes.HashAlgorithm, str]] = [
    (ec.SECP256R1(), hashes.SHA256(), "ecdsa-p256-sha256"),
    (ec.SECP384R1(), hashes.SHA384(), "ecdsa-p384-sha384"),
]


def _pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


@pytest.mark.parametrize(("curve", "hashed", "name"), CURVES)
def test_a_curve_signs_by_its_own_algorithm(
    curve: ec.EllipticCurve, hashed: hashes.HashAlgorithm, name: str
) -> None:
    key = ec.generate_private_key(curve)
    signed = sign(replace(REQUEST, body=b"{}"), "rfc9421", _pem(key), now=NOW)
    assert f'alg="{name}"' in signed.headers.text("Signature-Input")
    verdict = verify(signed, "rfc9421", _pem(key), now=NOW)
    assert verdict.valid
    assert verdict.scheme.endswith(name)
    raw = base64.b64decode(signed.headers.text("Signature").partition("=:")[2].rstrip(":"))
    half = len(raw) // 2
    written = encode_dss_signature(
        int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
    )
    key.public_key().verify(written, verdict.signed, ec.ECDSA(hashed))  # raises where it is none


def test_a_changed_body_and_another_curve_are_refused() -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    signed = sign(replace(REQUEST, body=b"{}"), "rfc9421", _pem(key), now=NOW)
    changed = verify(replace(signed, body=b"[]"), "rfc9421", _pem(key), now=NOW)
    assert changed.reason is Reason.BODY_HASH_MISMATCH
    other = _pem(ec.generate_private_key(ec.SECP256R1()))
    assert verify(signed, "rfc9421", other, now=NOW).reason is Reason.ALGORITHM_NOT_ALLOWED


def test_a_curve_that_no_algorithm_has_signs_nothing() -> None:
    key = _pem(ec.generate_private_key(ec.SECP256K1()))
    request = replace(REQUEST, body=b"{}")
    assert sign(request, "rfc9421", key, now=NOW) == request
