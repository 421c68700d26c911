"""Keys that everybody has prove nothing."""

from __future__ import annotations

import pytest

from requestbin.http import Headers, Request
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.hashes import Hmac


@pytest.mark.parametrize("secret", ["whsec_", "v1,whsec_", "=", " "])
def test_an_empty_key_proves_nothing(secret: str) -> None:
    scheme = Hmac("header:X-Signature", key="whsec", encoding="base64")
    forged = scheme.made(b"", b"{}")
    request = Request("POST", "https://example.com/", Headers([("X-Signature", forged)]), b"{}")
    verdict = scheme.verify(Seen(request), secret, 0.0)
    assert (verdict.authentic, verdict.reason) == (False, "secret_malformed")
