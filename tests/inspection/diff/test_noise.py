"""What is noise, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.diff.noise import MAX_CHARACTERS, noise_of

SHA = "6113728f27ae82c7b1a177c8d03f9e96e0adf246"
UUID = "72d3162e-cc78-11e3-81ab-4c9367dc0958"
URL = "https://github.example/octo/hello"


@pytest.mark.parametrize(
    ("name", "left", "right", "noise"),
    [
        ("", UUID, UUID.replace("7", "8"), "ids"),
        ("", "evt_1PqR8a2b3c", "evt_1PqR8a2b3d", "ids"),
        ("", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "01BX5ZZKBKACTAV9WEVGEMMVRZ", "ids"),
        ("", "SM9e1c2b6f0a7d4c5e8f0a1b2c3d4e5f60", "SM1f2e3d4c5b6a79880a1b2c3d4e5f6071", "ids"),
        ("", SHA, SHA[::-1], "digests"),
        ("compare", f"{URL}/{SHA[:12]}...{SHA}", f"{URL}/{SHA[1:13]}...{SHA}", "ids"),
        ("", "2026-03-04T05:06:07Z", "2026-03-04 05:06:08.123+01:00", "times"),
        ("Date", "Tue, 03 Mar 2026 05:06:07 GMT", "Tue, 03 Mar 2026 05:06:08 GMT", "times"),
        ("created", "1772600767", "1772600768", "times"),
        ("ts", "1772600767.089012", "1772600768.1", "times"),
        ("X-Slack-Request-Timestamp", "1", "2", "times"),
        ("Stripe-Signature", "t=1,v1=ab", "t=2,v1=cd", "signatures"),
        ("X-Shopify-Hmac-Sha256", "abc", "def", "signatures"),
        ("token", "eyJhbGciOiJI.eyJzdWIiOiIx.sig", "eyJhbGciOiJI.eyJzdWIiOiIy.gis", "signatures"),
        ("traceparent", "00-1-2-01", "00-3-4-01", "traces"),
        ("CF-Ray", "8a1-FRA", "8a2-FRA", "traces"),
        ("X-Request-Id", "abc", "def", "traces"),
        ("nonce", "abc", "def", "nonces"),
        ("Content-Length", "1", "2", "sizes"),
        ("Content-Type", "multipart/form-data; boundary=a", 'multipart/form-data; boundary="b"',
         "boundaries"),
        ("id", "1", "2", "ids"),
        ("orderId", "12345", "12346", "ids"),
    ],
)  # fmt: skip
def test_noise(name: str, left: str, right: str, noise: str) -> None:
    assert noise_of(name, left, right) == noise
    assert noise_of(name, right, left) == noise


@pytest.mark.parametrize(
    ("name", "left", "right"),
    [
        ("amount", "1999", "2999"),
        ("due_date", "2026-03-04", "2026-04-04"),
        ("plan_id", "basic", "premium"),
        ("status_id", "1", "2"),
        ("signature_version", "1", "2"),
        ("From", "+15017122661", "+15017122662"),
        ("text", f"paid {SHA}", f"open {SHA[::-1]}"),
        ("text", f"paid {SHA}", "paid"),
        ("type", "invoice.created", "invoice.paid"),
        ("Content-Type", "text/plain", "application/json"),
        ("number", "ABC-0001", "ABC-0002"),
        ("", "", ""),
    ],
)
def test_what_tells_something_is_no_noise(name: str, left: str, right: str) -> None:
    assert noise_of(name, left, right) == ""


@given(st.text(max_size=8), st.text("0123456789abcdefTZ:-. _", max_size=40), st.text(max_size=40))
def test_no_text_is_a_fault(name: str, left: str, right: str) -> None:
    assert isinstance(noise_of(name, left, right), str)
    assert noise_of("", left, left) == ""


@pytest.mark.parametrize(
    "evil", ["eyJ-", "a_", "1", "f0", "2026-03-04T05:06:0", "boundary=", "eyJaaaaaaaa.", "Aa1"]
)
def test_a_megabyte_of_almost_noise_is_passed_over(evil: str) -> None:
    long = evil * (1_000_000 // len(evil))
    assert noise_of("x", long, long + "b") == ""
    assert noise_of("x", long[: MAX_CHARACTERS - 1], "b") == ""
